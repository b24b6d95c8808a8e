"""What a stranger may ask of the public list: by place, matter, state; or one number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from django import forms

from kck.cases.queries.public import PublicFilter
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.snapshot import Snapshot
from kck.directory.terms import Publicity
from kck.foundation.text import _
from kck.places import queries as places
from kck.portal.forms.fields import Words

_NAMES = ("district", "group", "category", "state", "unit")
_NOT_THERE = {"invalid_choice": _("Tego nie ma na liście. Wybierz jeszcze raz.")}


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One filter that is set, and the address of the page without it."""

    words: str
    without: str


class CasesForm(forms.Form):
    """Sent by GET, so that every view of the list has an address."""

    number = Words(label=_("Numer zgłoszenia"), max_length=20, required=False)
    district = forms.ChoiceField(label=_("Dzielnica"), required=False, error_messages=_NOT_THERE)
    group = forms.ChoiceField(label=_("Grupa"), required=False, error_messages=_NOT_THERE)
    category = forms.ChoiceField(label=_("Kategoria"), required=False, error_messages=_NOT_THERE)
    state = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("", _("wszystkie")), ("open", _("w toku")), ("done", _("zakończone"))],
        error_messages=_NOT_THERE,
    )
    unit = forms.ChoiceField(required=False, widget=forms.HiddenInput, error_messages=_NOT_THERE)

    def __init__(self, *args: Any, city: Snapshot, **more: Any) -> None:
        super().__init__(*args, **more)
        self.city = city
        self._offer("district", _("wszystkie"), ((d.code, d.name) for d in places.districts()))
        self._offer("group", _("wszystkie"), ((g.code, g.name()) for g in city.public_groups))
        self._offer("unit", "", ((u.code, u.name()) for u in public_units(city)))
        _field(self, "category").choices = [("", _("wszystkie")), *_categories_by_group(city)]

    def _offer(self, name: str, nothing: Any, choices: Iterable[tuple[str, str]]) -> None:
        _field(self, name).choices = [("", nothing), *choices]

    def asked(self) -> "Asked":
        """What holds of the filters; a wrong one is left out, and said beside its field."""
        known = getattr(self, "cleaned_data", {})
        return Asked(city=self.city, **{name: known.get(name, "") for name in _NAMES})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters that are set, as codes."""

    city: Snapshot
    district: str = ""
    group: str = ""
    category: str = ""
    state: str = ""
    unit: str = ""

    @property
    def filter(self) -> PublicFilter:
        return PublicFilter(
            district=self.district,
            category_ids=self._categories(),
            unit_ids=ids_of(self.unit, self.city) if self.unit else None,
            open={"open": True, "done": False}.get(self.state),
        )

    def _categories(self) -> tuple[int, ...] | None:
        if not self.group and not self.category:
            return None
        return tuple(
            row.id
            for row in self.city.all_categories.all
            if self.category in ("", row.code) and self.group in ("", row.public_group)
        )

    @property
    def query(self) -> str:
        """For links to the same view: "" or "?district=…"."""
        given = {name: value for name in _NAMES if (value := getattr(self, name))}
        return f"?{urlencode(given)}" if given else ""

    @property
    def chips(self) -> list[Chip]:
        names = {
            "district": _name(places.area(self.district)) if self.district else "",
            "group": _called(self.city.public_group(self.group)),
            "category": _called(self.city.category(self.category)) if self.category else "",
            "state": {"open": str(_("w toku")), "done": str(_("zakończone"))}.get(self.state, ""),
            "unit": _called(self.city.unit(self.unit)) if self.unit else "",
        }
        return [
            Chip(words=words, without=replace(self, **dict[str, Any]({name: ""})).query or "?")
            for name, words in names.items()
            if words
        ]


def _field(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def _called(row: Any) -> str:
    return row.name() if row else ""


def _name(area: Any) -> str:
    return area.name if area else ""


def _categories_by_group(city: Snapshot) -> list[tuple[str, list[tuple[str, str]]]]:
    """Only what may be seen at all, under the residents' own groups."""
    known = [row for row in city.categories() if _visible(row)]
    return [
        (group.name(), [(row.code, row.name()) for row in known if row.public_group == group.code])
        for group in city.public_groups
    ]


def _visible(category: CategoryInfo) -> bool:
    return category.public != Publicity.NO and not category.is_redirect


def public_units(city: Snapshot) -> list[UnitInfo]:
    """The units whose public page has been launched."""
    return [u for u in city.units_in_force() if city.launched(u.code, "web", "public-page")]


def ids_of(code: str, city: Snapshot) -> tuple[int, ...]:
    """All rows that this unit stands for today, those under earlier names included."""
    return tuple(
        row.id for row in city.units.all if (now := city.unit(row.code)) and now.code == code
    )
