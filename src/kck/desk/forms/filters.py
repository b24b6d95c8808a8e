"""What narrows a queue, what a saved view is called, and what a bulk action needs."""

from typing import Any

from django import forms

from kck.accounts.queries import colleagues
from kck.cases.queries.filters import CLOCKS, ME, NOBODY, RADII, SORTS, WITHIN, Filters
from kck.cases.queries.views import units_of
from kck.cases.terms import CaseState, Outcome, WaitingOn
from kck.desk.forms.fields import Choices, Pick, Text, category_choices, unit_choices
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Priority
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, polish_sort_key
from kck.intake.terms import CHANNEL_LABELS
from kck.places.queries import areas, districts

WAITING_LABELS = {
    WaitingOn.UNIT: _("na jednostkę"),
    WaitingOn.CENTRE: _("na centrum"),
    WaitingOn.REPORTER: _("na zgłaszającego"),
    WaitingOn.CONTRACTOR: _("na wykonawcę"),
}
_KINDS_OF_AREAS = ("owner", "estate", "zone")


def _any(choices: Choices) -> Choices:
    return [("", _("wszystkie")), *choices]


def _groups() -> Choices:
    return _any([(group.code, group.name()) for group in snapshot(clock.now()).category_groups])


def _areas() -> Choices:
    found = [
        (f"{one.kind}:{one.code}", one.name) for kind in _KINDS_OF_AREAS for one in areas(kind)
    ]
    return _any(sorted(found, key=lambda one: polish_sort_key(one[1])))


def handler_choices(actor: Actor) -> Choices:
    """Oneself, nobody, colleagues of one's units."""
    people = {one.id: one.name for unit in units_of(actor) for one in colleagues(unit)}
    named = sorted(people.items(), key=lambda one: polish_sort_key(one[1]))
    return _any([(ME, _("ja")), (NOBODY, _("nikt")), *((str(pk), name) for pk, name in named)])


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


def _date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class FilterForm(forms.Form):
    """Shown only; what came is read by `cases.queries.filters.read`, which refuses nothing."""

    q = Text(_("Słowa"), rows=1)
    group = _choice(_("Grupa"), _groups)
    category = Pick(_("Kategoria"), category_choices, required=False)
    kind = _choice(_("Rodzaj"), lambda: _any(list(CaseKind.choices)))
    priority = _choice(_("Pilność"), lambda: _any(list(Priority.choices)))
    scope = _choice(_("Które"), [("", _("otwarte")), ("all", _("też zamknięte"))])
    state = _choice(_("Stan"), lambda: _any([(str(one), one.label) for one in CaseState]))
    outcome = _choice(_("Wynik"), lambda: _any([(str(one), one.label) for one in Outcome]))
    channel = _choice(
        _("Kanał"), lambda: _any([(str(one), label) for one, label in CHANNEL_LABELS.items()])
    )
    unit = Pick(_("Jednostka"), unit_choices, required=False)
    handler = _choice(_("Prowadzi"), [])
    waiting = _choice(
        _("Czeka"), lambda: _any([(str(one), label) for one, label in WAITING_LABELS.items()])
    )
    clock = _choice(_("Termin"), lambda: _any(list(CLOCKS.items())))
    within = _choice(_("Kiedy mija"), lambda: _any(list(WITHIN.items())))
    place = Text(_("Adres"), rows=1)
    near = forms.CharField(required=False, widget=forms.HiddenInput)
    radius = _choice(
        _("W promieniu"), [("", "500 m"), *((str(one), f"{one} m") for one in RADII if one != 500)]
    )
    district = _choice(_("Dzielnica"), lambda: _any([(one.code, one.name) for one in districts()]))
    area = _choice(_("Obszar"), _areas)
    label = Text(_("Etykieta"), rows=1)
    opened_from = _date(_("Zgłoszone od"))
    opened_to = _date(_("Zgłoszone do"))
    closed_from = _date(_("Zamknięte od"))
    closed_to = _date(_("Zamknięte do"))
    sort = _choice(_("Kolejność"), list(SORTS.items()))

    def __init__(self, filters: Filters, actor: Actor) -> None:
        asked = filters.asked()
        super().__init__(initial={**asked, "q": asked.get("text", "")})
        self.fields["handler"].choices = handler_choices(actor)  # type: ignore[attr-defined]

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The panel's parts, each with its fields."""
        return [
            (_("Co"), [self[name] for name in ("q", "group", "category", "kind", "priority")]),
            (
                _("Na jakim etapie"),
                [self[name] for name in ("scope", "state", "outcome", "channel", "label")],
            ),
            (_("Kto"), [self[name] for name in ("unit", "handler", "waiting")]),
            (_("Terminy"), [self[name] for name in ("clock", "within", "sort")]),
            (_("Kiedy"), [self[f"{what}_{end}"] for what in ("opened", "closed")
                          for end in ("from", "to")]),
        ]  # fmt: skip


class NearForm(forms.Form):
    place = Text(_("Adres"), rows=1)


class SaveForm(forms.Form):
    name = Text(_("Nazwa widoku"), rows=1)
    unit = _choice(_("Kto go widzi"), [])
    where = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, actor: Actor, **more: Any) -> None:
        super().__init__(data, **more)
        city = snapshot(clock.now())
        units = {city.unit_by_id(pk).code for pk in units_of(actor)}
        shared = [(code, _("ja i jednostka %(unit)s") % {"unit": code}) for code in sorted(units)]
        self.fields["unit"].choices = [("", _("tylko ja")), *shared]  # type: ignore[attr-defined]
