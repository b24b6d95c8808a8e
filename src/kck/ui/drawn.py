"""Components that a page shows dozens of times: put together by a function, not by a template.

`attrs` holds what the page gave, as HTML that is safe or text that is not; what a function does
not know itself goes on to the element as it came.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django_cotton.utils import ensure_quoted

from kck.ui.icons import drawn_icon
from kck.ui.states import state_color

Attrs: TypeAlias = dict[str, Any]
Draw: TypeAlias = Callable[[Attrs, str], str]


def button(attrs: Attrs, slot: str) -> str:
    """A button, a link or a label that looks like one."""
    href, target = attrs.pop("href", ""), attrs.pop("for", "")
    dialog, kind = attrs.pop("dialog", ""), attrs.pop("type", "submit")
    classes = f"ds-button {attrs.pop('class', '')}".rstrip()
    look = {f"data-{key}": attrs.pop(key, "") for key in ("variant", "color", "size")}
    icon, icon_only = attrs.pop("icon", ""), attrs.pop("icon-only", "")
    if href:
        name, own = "a", {"href": href}
    elif target:
        name, own = "label", {"for": target}
    elif dialog:
        name, own = "button", {"type": "button", "command": "show-modal", "commandfor": dialog}
    else:
        name, own = "button", {"type": kind}
    own |= {key: value for key, value in look.items() if value}
    if icon_only:
        own |= {"data-icon": "true", "aria-label": icon_only}
    drawing = drawn_icon(icon) if icon else ""
    return f"<{name}{_own({'class': classes, **own})}{_given(attrs)}>{drawing}{slot}</{name}>"


def tag(attrs: Attrs, slot: str) -> str:
    """`state` of a case, or `color`, says what it looks like."""
    color, state = attrs.pop("color", ""), attrs.pop("state", "")
    size, icon = attrs.pop("size", ""), attrs.pop("icon", "")
    own = {"class": "ds-tag", "data-color": color or state_color(state)}
    own |= {"data-size": size} if size else {}
    return f"<span{_own(own)}{_given(attrs)}>{drawn_icon(icon) if icon else ''}{slot}</span>"


def icon(attrs: Attrs, _slot: str) -> str:
    return drawn_icon(attrs["name"], attrs.get("label", ""), attrs.get("size", ""))


def nav_item(attrs: Attrs, slot: str) -> str:
    """A line of the navigation, with how many wait behind it."""
    href, current = attrs.pop("href"), attrs.pop("current", "")
    count, icon = attrs.pop("count", ""), attrs.pop("icon", "")
    own = _own({"href": href} | ({"aria-current": "page"} if current else {}))
    words = f'<span class="nav-item__text">{drawn_icon(icon) if icon else ""}{slot}</span>'
    waiting = ""
    if count not in ("", None):
        waiting = f'<span class="nav-item__count">{conditional_escape(count)}</span>'
    return f"<li><a{own}{_given(attrs)}>{words}{waiting}</a></li>"


def _own(attrs: Mapping[str, Any]) -> str:
    return "".join(f' {key}="{conditional_escape(value)}"' for key, value in attrs.items())


def _given(attrs: Attrs) -> str:
    """As cotton writes `{{ attrs }}`."""
    return "".join(
        f" {key}" if value is True else f" {key}={ensure_quoted(value)}"
        for key, value in attrs.items()
    )


DRAWN: Mapping[str, Draw] = {"button": button, "tag": tag, "icon": icon, "nav-item": nav_item}


def drawn(name: str, attrs: Attrs, slot: str) -> SafeString:
    """Ends as a file does, with a space to whatever comes next."""
    return mark_safe(DRAWN[name](attrs, slot) + "\n")  # noqa: S308 - every function escapes its own
