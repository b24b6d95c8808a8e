"""Our own small set of drawings in `icons.svg`: 24 x 24, one stroke."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_SYMBOL = re.compile(r'<symbol id="(?P<name>[\w-]+)"[^>]*>(?P<drawing>.*?)</symbol>', re.DOTALL)
_FILE = Path(__file__).with_name("icons.svg")

ICONS = {found["name"]: found["drawing"] for found in _SYMBOL.finditer(_FILE.read_text())}


def drawn_icon(name: str, label: Any = "", size: str = "") -> SafeString:
    """Inline SVG; silent for screen readers unless it has a label."""
    return _drawn(str(name), str(conditional_escape(label)), str(conditional_escape(size)))


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, size: str) -> SafeString:
    drawing = ICONS.get(name, ICONS["dot"])
    wide = f' data-size="{size}"' if size else ""
    said = f' role="img" aria-label="{label}"' if label else ' aria-hidden="true"'
    return mark_safe(  # noqa: S308 - our own drawings, what was given is escaped
        f'<svg class="icon"{wide} viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"{said}>{drawing}</svg>'
    )
