"""A ready text: names and words in each language, where it fits, from and to which day."""

from datetime import date
from typing import Any

from django import forms

from kck.cases.terms import CaseState, Outcome
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _, clean, polish_sort_key
from kck.replies.rules import filled, problems
from kck.replies.terms import LANGUAGES, Limits, Purpose, ReadyText, samples_in

_CODE = r"[a-z0-9][a-z0-9-]*"
LIMITS = ("groups", "categories", "units", "states", "outcomes")


class _Codes(forms.MultipleChoiceField):
    def __init__(self, label: Any, choices: Any, **more: Any) -> None:
        more.setdefault("required", False)
        super().__init__(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


def _groups() -> list[tuple[str, str]]:
    return [(one.code, str(one.name())) for one in snapshot().category_groups]


def _categories() -> list[tuple[str, str]]:
    city = snapshot()
    groups = {one.code: one.name() for one in city.category_groups}
    return [
        (row.code, f"{groups.get(row.group, row.group)} · {row.name()}")
        for row in city.categories()
    ]


def _units() -> list[tuple[str, str]]:
    rows = [(one.code, f"{one.code} · {one.name()}") for one in snapshot().units_in_force()]
    return sorted(rows, key=lambda row: polish_sort_key(row[1]))


class ReadyTextForm(forms.Form):
    """`seen` is the newest edition that was on the page, to notice that somebody was faster."""

    code = forms.RegexField(
        rf"^{_CODE}$",
        label=_("Kod"),
        max_length=60,
        help_text=_(
            "Małe litery, cyfry i kreski. Nie zmienia się i nikt poza zapleczem go nie widzi."
        ),
        error_messages={
            "required": _("Wpisz kod."),
            "invalid": _("Użyj małych liter bez ogonków, cyfr i kresek."),
        },
    )
    purposes = _Codes(_("Do czego"), [(one.value, one.label) for one in Purpose])
    groups = _Codes(_("Grupy kategorii"), _groups)
    categories = _Codes(_("Kategorie"), _categories)
    units = _Codes(_("Jednostki"), _units)
    states = _Codes(_("Stany sprawy"), [(one.value, one.label) for one in CaseState])
    outcomes = _Codes(_("Wyniki"), [(one.value, one.label) for one in Outcome])
    valid_from = forms.DateField(
        label=_("Od dnia"),
        error_messages={"required": _("Wpisz dzień."), "invalid": _("Wpisz dzień jak 2026-01-31.")},
    )
    valid_to = forms.DateField(
        label=_("Do dnia"),
        required=False,
        help_text=_("Ten dzień jest ostatnim. Puste pole: bez końca."),
        error_messages={"invalid": _("Wpisz dzień jak 2026-01-31.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code:
            del self.fields["code"]
        for language in LANGUAGES:
            need = language == "pl"
            self.fields[f"name_{language}"] = forms.CharField(label=_("Nazwa"), required=need)
            self.fields[f"body_{language}"] = forms.CharField(
                label=_("Tekst"), required=need, widget=forms.Textarea, strip=False
            )
        for name in ("name_pl", "body_pl"):
            self.fields[name].error_messages["required"] = str(_("Wpisz po polsku."))

    def words(self, what: str) -> dict[str, str]:
        """As typed, before anything was found wrong."""
        found = {one: clean(str(self[f"{what}_{one}"].value() or "")) for one in LANGUAGES}
        return {language: text for language, text in found.items() if text}

    @property
    def limits(self) -> Limits:
        given = self.cleaned_data
        return Limits(
            purposes=given["purposes"], units=given["units"], groups=given["groups"],
            categories=given["categories"], states=given["states"], outcomes=given["outcomes"],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for sentence in problems(self.words("name"), self.words("body"), found.get("purposes", ())):
            if "pl" in self.words("body") and "pl" in self.words("name"):
                self.add_error(None, sentence)
        first, last = found.get("valid_from"), found.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Ten dzień jest wcześniej niż „Od dnia”."))
        return found

    def previews(self) -> list[tuple[str, str, str]]:
        """Language, name and words with the samples in the gaps."""
        names, bodies = self.words("name"), self.words("body")
        return [
            (one, names.get(one, ""), filled(bodies[one], samples_in(one)))
            for one in LANGUAGES
            if one in bodies
        ]


def initial_of(text: ReadyText | None, newest: int) -> dict[str, Any]:
    """What a form about this edition starts from; a new one is in force from today."""
    today = clock.today()
    if text is None:
        return {"valid_from": today, "seen": 0, "purposes": [Purpose.ANSWER]}
    return {
        **{name: list(getattr(text.limits, name)) for name in ("purposes", *LIMITS)},
        **{f"name_{one}": text.names.get(one, "") for one in LANGUAGES},
        **{f"body_{one}": text.bodies.get(one, "") for one in LANGUAGES},
        "valid_from": max(text.valid_from, today),
        "valid_to": _later(text.valid_to, today),
        "seen": newest,
    }


def _later(last: date | None, today: date) -> date | None:
    return last if last and last >= today else None
