"""How the desk writes numbers, channels and texts with personal data in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat
from types import MappingProxyType
from typing import Any

from django import template
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from kck.cases.queries.answers import answers_in_words
from kck.cases.queries.desk_case import DeskCase
from kck.desk.actions import Action
from kck.desk.pages import NavItem
from kck.desk.pieces import Piece, of_note
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.text import _, localized
from kck.foundation.when import at_time
from kck.intake.terms import CHANNEL_LABELS, Channel
from kck.triage.queries import spot
from kck.ui.addresses import address
from kck.ui.drawn import drawn

register = template.Library()


@register.filter
def case_number(number: str) -> str:
    return numbers.display(number)


@register.filter
def channel(code: str) -> Any:
    return CHANNEL_LABELS[Channel(code)] if code in set(Channel) else code


@register.filter
def when(moment: datetime, now: datetime) -> str:
    """ "dziś o 14.30" """
    return at_time(moment, now)


@register.filter
def iso(moment: datetime) -> str:
    """In the city's time, as `datetime` of a `<time>` wants it."""
    return moment.astimezone(clock.city_zone()).isoformat()


@register.filter
def pieces(text: str) -> list[Piece]:
    """The text cut where personal data begins and ends."""
    return of_note(text, {})


@register.filter
def answers(body: str, category: str) -> list[tuple[str, str]]:
    """Questions of the category and what the reporter answered."""
    return answers_in_words(body, category)


@register.filter
def has_personal(text: str) -> bool:
    return bool(spot(text))


WAITING_WORDS = {
    "unit": pgettext_lazy("whom a case waits for", "jednostka"),
    "centre": _("centrum kontaktu"),
    "reporter": _("zgłaszający"),
    "contractor": _("wykonawca"),
    "nobody": _("nikt"),
}


@register.filter
def waiting(whom: str) -> Any:
    return WAITING_WORDS.get(str(whom), whom)


TASK_WORDS = {
    "waiting": _("czeka"),
    "taken": _("w toku"),
    "done": _("zrobione"),
    "handed-back": _("oddane"),
    "cancelled": _("odwołane"),
}


@register.filter
def task_state(state: str) -> Any:
    return TASK_WORDS.get(str(state), state)


@register.simple_tag(takes_context=True)
def action_buttons(
    context: Context, case: DeskCase, actions: Sequence[Action], variant: str, first: str = ""
) -> SafeString:
    """A row of them; the `first` may look another way than the rest."""
    token = CsrfTokenNode().render(context)
    looks = chain([first or variant], repeat(variant))
    drawn_ones = [
        _at_once(case, action, look, token) if action.at_once else _opening(case, action, look)
        for action, look in zip(actions, looks, strict=False)
    ]
    return mark_safe("".join(drawn_ones))  # noqa: S308 - each is safe


def _at_once(case: DeskCase, action: Action, variant: str, token: str) -> str:
    """What is done without asking stands in a form of its own."""
    url = address("desk:act", case.number, action.name)
    return (
        f'<form method="post" action="{url}" hx-post="{url}" hx-target="#action"'
        f' hx-swap="outerHTML">{token}<input type="hidden" name="seen" value="{case.seq}">'
        f"{_button(action, variant)}</form>"
    )


def _opening(case: DeskCase, action: Action, variant: str) -> str:
    """Anything else opens a form, with script in its place."""
    url = address("desk:act", case.number, action.name)
    opens = {"href": url, "hx-get": url, "hx-target": "#action", "hx-swap": "outerHTML"}
    return _button(action, variant, opens)


def _button(action: Action, variant: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    label, key = conditional_escape(str(action.label)), conditional_escape(action.key)
    attrs = {
        "size": "sm", "variant": variant, "icon": action.icon,
        "data-hotkey": key, "data-hotkey-label": label, **more,
    }  # fmt: skip
    return drawn("button", attrs, f'{label}<kbd aria-hidden="true">{key}</kbd>' if key else label)


@register.simple_tag
def nav_items(items: Sequence[NavItem], current: str) -> SafeString:
    return mark_safe("".join(_nav_item(item, current) for item in items))  # noqa: S308 - each is safe


def _nav_item(item: NavItem, current: str) -> str:
    label = conditional_escape(item.label)
    attrs = {
        "href": item.href, "current": item.code == current, "count": item.count,
        "icon": item.icon, "data-hotkey": item.keys, "data-hotkey-label": label,
    }  # fmt: skip
    return drawn("nav-item", attrs, label)


@register.filter
def in_words(names: Mapping[str, str]) -> str:
    """A name or sentence of the configuration in the reader's language."""
    return localized(names)


@register.filter
def category_name(category_id: int) -> str:
    return snapshot().category_by_id(category_id).name()
