"""Our own small set of drawings in `icons.svg`: 24 x 24, one stroke."""

import re
from pathlib import Path

_SYMBOL = re.compile(r'<symbol id="(?P<name>[\w-]+)"[^>]*>(?P<drawing>.*?)</symbol>', re.DOTALL)
_FILE = Path(__file__).with_name("icons.svg")

ICONS = {found["name"]: found["drawing"] for found in _SYMBOL.finditer(_FILE.read_text())}
