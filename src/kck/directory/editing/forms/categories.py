"""Categories with their words and groups."""

from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.editing.forms.common import BASIS, NONE
from kck.directory.terms import (
    REDIRECT,
    CaseKind,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    TargetResult,
    TargetUnit,
)
from kck.foundation.text import _

CATEGORY = (
    Field(
        name="code",
        label=_("Kod"),
        help=_("Małe litery, cyfry i myślniki. Nie zmienia się nigdy."),
        needed=True,
        width="sm",
    ),
    *in_languages(Field(name="name", label=_("Nazwa"), needed=True, group="names")),
    Field(
        name="group",
        label=_("Grupa dla pracowników"),
        kind=Kind.CHOICE,
        source="groups:group",
        needed=True,
    ),
    Field(
        name="public_group",
        label=_("Grupa dla mieszkańców"),
        kind=Kind.CHOICE,
        source="groups:public",
        needed=True,
    ),
    Field(
        name="kind",
        label=_("Rodzaj sprawy"),
        kind=Kind.CHOICE,
        options=(*CaseKind.choices, (REDIRECT, _("przekierowanie na numer"))),
        needed=True,
    ),
    Field(
        name="unit",
        label=_("Jednostka"),
        kind=Kind.CHOICE,
        source="units",
        help=_("Dostaje sprawę, gdy żadna reguła nie mówi inaczej."),
        group="who",
    ),
    Field(
        name="second_unit",
        label=_("Druga jednostka"),
        kind=Kind.CHOICE,
        source="units",
        help=_("Dostaje sprawę po pierwszym zwrocie."),
        group="who",
    ),
    Field(
        name="night_unit",
        label=_("Dyżur nocny"),
        kind=Kind.CHOICE,
        source="units",
        help=_("Tylko jednostka z dyżurem całą dobę."),
        group="who",
    ),
    Field(
        name="redirect",
        label=_("Numery do podania"),
        kind=Kind.CODES,
        source="helplines",
        help=_("Dla przekierowania: pokazujemy je od razu, najpilniejszy pierwszy."),
        group="who",
    ),
    Field(
        name="priority",
        label=_("Pilność"),
        kind=Kind.CHOICE,
        options=tuple((code, f"{code} · {label}") for code, label in Priority.choices),
        needed=True,
        group="targets",
    ),
    Field(
        name="takeover_wh",
        label=_("Przyjęcie w ciągu (godziny robocze)"),
        help=_("Na przykład 0,25."),
        width="xs",
        group="targets",
    ),
    Field(name="target_amount", label=_("Termin"), width="xs", group="targets"),
    Field(
        name="target_unit",
        label=_("Liczony w"),
        kind=Kind.CHOICE,
        options=(*NONE, *TargetUnit.choices),
        group="targets",
    ),
    Field(
        name="target_result",
        label=_("Co obiecujemy"),
        kind=Kind.CHOICE,
        options=(*NONE, *TargetResult.choices),
        group="targets",
    ),
    Field(name="then_amount", label=_("Drugi termin"), width="xs", group="targets"),
    Field(
        name="then_unit",
        label=_("Drugi liczony w"),
        kind=Kind.CHOICE,
        options=(*NONE, *TargetUnit.choices),
        group="targets",
    ),
    Field(
        name="then_result",
        label=_("Co obiecujemy potem"),
        kind=Kind.CHOICE,
        options=(*NONE, *TargetResult.choices),
        group="targets",
    ),
    Field(
        name="public",
        label=_("Kto widzi miejsce"),
        kind=Kind.CHOICE,
        options=tuple(Publicity.choices),
        needed=True,
        group="rules",
    ),
    Field(
        name="evidence",
        label=_("Co potrzebne do zamknięcia"),
        kind=Kind.CHOICE,
        options=tuple(Evidence.choices),
        needed=True,
        group="rules",
    ),
    Field(
        name="duplicate_radius_m",
        label=_("Promień powtórzeń w metrach"),
        help=_("Bliżej niż tyle to pewnie to samo."),
        width="xs",
        group="rules",
    ),
    Field(
        name="season",
        label=_("Sezon"),
        help=_("Na przykład 11-01..03-31 to od listopada do marca. Puste pole: cały rok."),
        width="sm",
        group="rules",
    ),
    Field(name="note", label=_("Uwaga dla pracowników"), group="notes"),
    BASIS,
)

WORDS = (
    Field(name="category", label=_("Kategoria")),
    Field(name="language", label=_("Język")),
    Field(
        name="words",
        label=_("Słowa"),
        kind=Kind.LINES,
        help=_("Jak ludzie o tym mówią, po jednym w wierszu; także odmienione."),
        group="words",
    ),
    Field(
        name="examples",
        label=_("Przykłady zgłoszeń"),
        kind=Kind.LINES,
        help=_("Całe zdania, po jednym w wierszu."),
        group="words",
    ),
)

GROUP = (
    Field(
        name="kind",
        label=_("Dla kogo"),
        kind=Kind.CHOICE,
        options=tuple(GroupKind.choices),
        needed=True,
    ),
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(name="order", label=_("Kolejność"), width="xs", needed=True),
    *in_languages(Field(name="name", label=_("Nazwa"), needed=True, group="names")),
)
