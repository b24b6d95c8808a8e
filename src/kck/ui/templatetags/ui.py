"""What components ask of a form field: how its label, hint, errors and control belong together."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField, Widget
from django.forms.widgets import Input
from django.http import QueryDict
from django.utils.safestring import SafeString

from kck.ui.icons import drawn_icon
from kck.ui.states import state_color

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """The ids and texts that tie a control to its label, hint and errors."""

    id: str
    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    optional: bool

    @property
    def hint_id(self) -> str:
        return f"{self.id}_hint" if self.hint else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}_error" if self.errors else ""

    @property
    def described_by(self) -> str:
        return " ".join(part for part in (self.error_id, self.hint_id) if part)


@register.simple_tag
def wire(
    field: BoundField | str,
    name: str = "",
    ident: str = "",
    label: str = "",
    hint: str = "",
    error: str = "",
    optional: object = "auto",
) -> Wiring:
    """From a bound field, or from plain attributes where a page has no form object."""
    if isinstance(field, BoundField):
        is_optional = not field.field.required if optional == "auto" else _yes(optional)
        return Wiring(
            id=ident or field.id_for_label or field.auto_id,
            name=field.html_name,
            label=label or str(field.label or ""),
            hint=hint or str(field.help_text or ""),
            errors=tuple(str(text) for text in field.errors) + ((error,) if error else ()),
            optional=is_optional,
        )
    return Wiring(
        id=ident or f"id_{name}",
        name=name,
        label=label,
        hint=hint,
        errors=(error,) if error else (),
        optional=optional != "auto" and _yes(optional),
    )


def _yes(value: object) -> bool:
    """Attributes of nested components arrive as text."""
    return str(value).lower() not in {"", "false", "none", "no"}


@register.simple_tag
def control(
    field: BoundField, wiring: Wiring, attrs: Any = None, kind: str = "", **more: Any
) -> SafeString:
    """The field's own widget, wearing the design system's class and tied to its texts."""
    given = {**_plain(attrs), **{key: value for key, value in more.items() if value}}
    own = str(field.field.widget.attrs.get("class", ""))
    given["class"] = f"ds-input {own} {given.pop('class', '')}".strip()
    given["id"] = wiring.id
    if wiring.described_by:
        given["aria-describedby"] = wiring.described_by
    if wiring.errors:
        given["aria-invalid"] = "true"
    return field.as_widget(_of_kind(field.field.widget, kind), attrs=given)


def _of_kind(widget: Widget, kind: str) -> Widget | None:
    """The same widget as `type="tel"` or the like; the form's own stays as it is."""
    if not kind or not isinstance(widget, Input):
        return None
    other = copy(widget)
    other.input_type = kind
    return other


def _plain(attrs: Any) -> dict[str, Any]:
    if attrs is None or attrs == "":
        return {}
    known: Mapping[str, Any] = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    return {key: value for key, value in known.items() if not key.startswith(":")}


@register.simple_tag
def hears(topics: str, pace: str, anew: object = "", more: str = "") -> str:
    """When a live part asks again; `anew`: also when the stream has begun or come back."""
    told = [f"kck:{topic} from:body {pace}" for topic in topics.split()]
    began = ["kck-connection from:document delay:300ms"] if _yes(anew) else []
    return ", ".join([*told, *began, *([more] if more else [])])


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Inline SVG; silent for screen readers unless it has a label."""
    return drawn_icon(name, label, size)


register.filter(state_color)


@register.filter
def form_errors(form: Any) -> Iterable[tuple[str, str]]:
    """(id of the control, sentence) of every error, in the order of the page."""
    found: list[tuple[str, str]] = [("", str(text)) for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        if not field.id_for_label and field.field.widget.use_fieldset:
            target = f"{field.auto_id}_0"
        found.extend((target, str(text)) for text in field.errors)
    return found


@register.simple_tag(takes_context=True)
def page_link(context: Any, param: str, number: int) -> str:
    """This address with another page number; filters stay."""
    query = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Any) -> list[int | None]:
    """Numbers around the page, first and last; None stands for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.filter
def is_moment(value: object) -> bool:
    return isinstance(value, datetime)
