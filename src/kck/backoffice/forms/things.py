"""One form for every table of the configuration, made of what the table says about its fields."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format

from kck.backoffice.forms.ways import Lines
from kck.backoffice.pages import LANGUAGE_NAMES
from kck.directory.editing.fields import Field, Kind
from kck.directory.editing.flat import Values
from kck.directory.editing.tables import Table
from kck.foundation.text import _

Choices = Callable[[Field], list[tuple[str, str]]]
SPARE_ROWS = 3
MOST_ROWS = 60
MANY = 8
LANGUAGES = tuple(LANGUAGE_NAMES)
# in the order in which they stand on the page
GROUPS: Mapping[str, Any] = {
    "main": "",
    "names": _("W trzech językach"),
    "who": _("Kto się tym zajmuje"),
    "when": _("Kiedy reguła działa"),
    "targets": _("Terminy"),
    "answers": _("Odpowiedzi"),
    "hours": _("Godziny"),
    "days": _("Pojedyncze dni"),
    "contact": _("Kontakt"),
    "work": _("Praca"),
    "deaf": _("Dla osób, które nie słyszą"),
    "rules": _("Zasady"),
    "map": _("Mapa, języki, Open311"),
    "words": _("Jak ludzie o tym mówią"),
    "notes": _("Dla pracowników"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One answer of a list question, as typed."""

    number: int
    key: str
    names: tuple[tuple[str, str, str], ...]  # language, its name, the text


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A field on the page: how it is typed, and the field itself or the rows of answers."""

    kind: str
    width: str
    bound: BoundField | None = None
    rows: tuple[Row, ...] = ()
    label: str = ""
    help: str = ""

    @property
    def folded(self) -> bool:
        """Many to choose from, and none chosen: a line that opens."""
        if self.kind != Kind.CODES or self.bound is None:
            return False
        many = len(self.bound.field.choices) > MANY  # type: ignore[attr-defined]
        return many and not self.bound.value() and not self.bound.errors


class ThingForm(forms.Form):
    """`fixed` are values that cannot change: what says which thing it is, and what no form asks."""

    def __init__(
        self, table: Table, choices: Choices, start: Values, *args: Any, fixed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self._start = table, start
        self._asked = [one for one in table.fields if not (fixed and one.name in table.key)]
        for one in self._asked:
            if one.kind != Kind.ANSWERS:
                self.fields[one.name] = _field(one, choices)
                self.initial[one.name] = _typed(one, start.get(one.name, ""))

    def values(self) -> Values:
        """All values of the thing: those typed in over those it began with."""
        return {**self._start, **{one.name: self._value(one) for one in self._asked}}

    def _value(self, one: Field) -> Any:
        if one.kind == Kind.ANSWERS:
            return [answer for row in self._rows() if (answer := _answer(row))]
        given = self.cleaned_data.get(one.name)
        if one.kind == Kind.FLAG:
            return "yes" if given else "no"
        if one.kind == Kind.CODES:
            return _in_their_order(self._start.get(one.name, []), list(given or []))
        return one.meant(given) if given is not None else [] if one.is_list else ""

    def groups(self) -> Iterator[tuple[str, Any, list[Shown]]]:
        for group, title in GROUPS.items():
            fields = [self._shown(one) for one in self._asked if one.group == group]
            if fields:
                yield group, title, fields

    def _shown(self, one: Field) -> Shown:
        if one.kind == Kind.ANSWERS:
            return Shown(
                kind=one.kind,
                width="",
                rows=tuple(self._rows()),
                label=str(one.label),
                help=str(one.help),
            )
        return Shown(kind=one.kind, width=one.width, bound=self[one.name])

    def _rows(self) -> list[Row]:
        answers = self._posted() if self.is_bound else list(self._start.get("values", []))
        spare = 0 if self.is_bound else SPARE_ROWS
        return [_row(number, one) for number, one in enumerate([*answers, *[{}] * spare])]

    def _posted(self) -> list[dict[str, str]]:
        found = []
        for number in range(MOST_ROWS):
            if f"answer-{number}-key" not in self.data:
                break
            names = {
                f"name_{one}": str(self.data.get(f"answer-{number}-{one}", ""))[:400].strip()
                for one in LANGUAGES
            }
            found.append({"key": str(self.data[f"answer-{number}-key"])[:60].strip(), **names})
        return found

    def note(self, field: str, words: str) -> None:
        """A mistake that a reader of files found, where it belongs."""
        self.add_error(field if field in self.fields else None, words)


def _row(number: int, answer: Mapping[str, str]) -> Row:
    names = tuple((one, LANGUAGE_NAMES[one], answer.get(f"name_{one}", "")) for one in LANGUAGES)
    return Row(number=number, key=answer.get("key", ""), names=names)


def _answer(row: Row) -> dict[str, str] | None:
    if not row.key and not any(text for _one, _name, text in row.names):
        return None
    return {"key": row.key, **{f"name_{one}": text for one, _name, text in row.names}}


def _in_their_order(before: list[str], chosen: list[str]) -> list[str]:
    """The most urgent first, as it was; what is new comes last."""
    kept = [one for one in before if one in chosen]
    return [*kept, *(one for one in chosen if one not in kept)]


def _field(one: Field, choices: Choices) -> forms.Field:
    label = f"{one.label} ({LANGUAGE_NAMES[one.language]})" if one.language else str(one.label)
    common: dict[str, Any] = {"label": label, "help_text": one.help, "required": False}
    match one.kind:
        case Kind.LONG:
            found: forms.Field = forms.CharField(widget=forms.Textarea, **common)
        case Kind.CHOICE:
            found = forms.ChoiceField(choices=_with_none(one, choices(one)), **common)
        case Kind.FLAG:
            found = forms.BooleanField(**common)
        case Kind.CODES:
            widget = forms.CheckboxSelectMultiple
            found = forms.MultipleChoiceField(choices=choices(one), widget=widget, **common)
        case Kind.LINES | Kind.DAYS:
            found = Lines(**common)
        case _:
            found = forms.CharField(**common)
    if one.language:
        found.widget.attrs["lang"] = one.language
    # a reader of files says what is missing, in words of its own; the mark is for the eye
    found.required = False
    found.needed = one.needed  # type: ignore[attr-defined]
    return found


def _with_none(one: Field, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return found if one.needed and found else [("", "—"), *(pair for pair in found if pair[0])]


def _typed(one: Field, value: Any) -> Any:
    if one.kind == Kind.FLAG:
        return value == "yes"
    if one.kind in {Kind.LINES, Kind.DAYS}:
        return "\n".join(value or ())
    return one.shown(value) if one.known else value


class WhenForm(forms.Form):
    """From which day a change that stands alone is in force: tomorrow, 1 January, or another."""

    when = forms.ChoiceField(label=_("Od kiedy"), widget=forms.RadioSelect)
    day = forms.DateField(
        label=_("Inny dzień"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Wpisz dzień, na przykład 2026-01-31.")},
    )

    until = forms.DateField(
        label=_("Do dnia"),
        help_text=_("Ostatni dzień; potem wraca to, co było. Puste: bez końca."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Wpisz dzień, na przykład 2026-01-31.")},
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow, new_year = today + timedelta(days=1), date(today.year + 1, 1, 1)
        days = list(dict.fromkeys([tomorrow, new_year]))
        said = [(one.isoformat(), date_format(one, "j E Y")) for one in days]
        said[0] = (said[0][0], str(_("od jutra, %(day)s")) % {"day": said[0][1]})
        self.fields["when"].choices = [*said, ("other", _("od innego dnia"))]  # type: ignore[attr-defined]
        self.initial.setdefault("when", days[0].isoformat())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("when") == "other" and not found.get("day") and "day" not in self.errors:
            self.add_error("day", _("Wybierz dzień."))
        return found

    @property
    def chosen(self) -> date:
        given = self.cleaned_data
        if given["when"] == "other":
            return cast(date, given["day"])
        return date.fromisoformat(given["when"])

    @property
    def last(self) -> date | None:
        return cast("date | None", self.cleaned_data.get("until"))


class SettingsForm(forms.Form):
    """Of a draft: its name, its day, and whether open cases follow."""

    title = forms.CharField(label=_("Nazwa zestawu"), max_length=120, required=False)
    valid_from = forms.DateField(
        label=_("Obowiązuje od"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("Wpisz dzień, na przykład 2026-01-31."),
            "required": _("Wpisz dzień."),
        },
    )
    valid_to = forms.DateField(
        label=_("Obowiązuje do"),
        help_text=_("Ostatni dzień; potem wraca to, co było. Puste: bez końca."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Wpisz dzień, na przykład 2026-01-31.")},
    )
    moves_cases = forms.BooleanField(
        label=_("Otwarte sprawy przechodzą do nowej jednostki"),
        help_text=_(
            "Bez zaznaczenia zostają tam, gdzie są; przechodzą tylko z zamykanej jednostki."
        ),
        required=False,
    )


class EndForm(forms.Form):
    """The last day, and who comes after."""

    successor = forms.ChoiceField(label=_("Następca"), required=False)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["successor"].choices = [("", _("bez następcy")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["successor"]


def digest(values: Values | None) -> str:
    """What a form showed when it was opened, in short."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
