"""Routing rules, calendars, dangers."""

from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.editing.forms.common import BASIS
from kck.directory.terms import Priority
from kck.foundation.text import _

RULE = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(
        name="order",
        label=_("Kolejność"),
        help=_("Reguły pyta się od najmniejszej; wygrywa pierwsza spełniona."),
        width="xs",
        needed=True,
    ),
    Field(
        name="categories",
        label=_("Kategorie"),
        kind=Kind.LINES,
        help=_("Kody, po jednym w wierszu; gwiazdka zastępuje resztę: greenery-*."),
        needed=True,
        group="who",
    ),
    Field(
        name="unit",
        label=_("Dokąd"),
        kind=Kind.CHOICE,
        source="units",
        needed=True,
        group="who",
    ),
    *in_languages(
        Field(
            name="because",
            label=_("Dlaczego"),
            kind=Kind.LONG,
            help=_("Zdanie, które przeczyta mieszkaniec: „…, bo: …”."),
            needed=True,
            group="names",
        )
    ),
    Field(
        name="when_districts",
        label=_("Dzielnice"),
        kind=Kind.CODES,
        source="districts",
        group="when",
    ),
    Field(name="when_areas", label=_("Obszary"), kind=Kind.CODES, source="areas", group="when"),
    Field(
        name="when_owner",
        label=_("Czyj teren"),
        kind=Kind.CODES,
        source="owners",
        group="when",
    ),
    Field(
        name="when_priority",
        label=_("Pilność"),
        kind=Kind.CODES,
        options=tuple((code, f"{code} · {label}") for code, label in Priority.choices),
        group="when",
    ),
    Field(
        name="when_season",
        label=_("Okres roku"),
        help=_("Na przykład 11-01..03-31 to od listopada do marca."),
        width="sm",
        group="when",
    ),
    Field(
        name="when_hours",
        label=_("Godziny"),
        help=_("Na przykład 15:30-07:40; może przejść przez północ."),
        width="sm",
        group="when",
    ),
    Field(
        name="when_out_of_hours",
        label=_("Godziny pracy jednostki"),
        kind=Kind.CHOICE,
        options=(
            ("", _("bez znaczenia")),
            ("yes", _("tylko poza godzinami pracy")),
            ("no", _("tylko w godzinach pracy")),
        ),
        group="when",
    ),
    BASIS,
)

_DAYS = (
    ("mon", _("Poniedziałek")),
    ("tue", _("Wtorek")),
    ("wed", _("Środa")),
    ("thu", _("Czwartek")),
    ("fri", _("Piątek")),
    ("sat", _("Sobota")),
    ("sun", _("Niedziela")),
)

CALENDAR = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    *in_languages(Field(name="name", label=_("Nazwa"), needed=True, group="names")),
    *(
        Field(
            name=f"hours_{day}",
            label=label,
            help=_("Na przykład 07:40-15:30. Puste pole: dzień wolny.") if day == "mon" else "",
            width="sm",
            group="hours",
        )
        for day, label in _DAYS
    ),
    Field(
        name="holidays",
        label=_("Święta państwowe"),
        kind=Kind.CHOICE,
        options=(("", _("pracuje w święta")), ("PL", _("wolne w polskie święta"))),
        group="hours",
    ),
    Field(
        name="closed",
        label=_("Dni zamknięte"),
        kind=Kind.DAYS,
        help=_("Daty jak 2026-12-24, po jednej w wierszu."),
        group="days",
    ),
    Field(
        name="open",
        label=_("Dni otwarte wyjątkowo"),
        kind=Kind.DAYS,
        help=_("Na przykład pracująca sobota."),
        group="days",
    ),
)

DANGER = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(
        name="number",
        label=_("Numery"),
        kind=Kind.CODES,
        source="helplines",
        help=_("Najpilniejszy pierwszy."),
        needed=True,
    ),
    Field(
        name="hours",
        label=_("Godziny numerów"),
        kind=Kind.LINES,
        help=_("Kod i godziny, na przykład 116-123 14:00-22:00. Pozostałe: całą dobę."),
    ),
    Field(
        name="category",
        label=_("Kategoria zgłoszenia"),
        kind=Kind.CHOICE,
        source="categories",
        help=_("Gdy ktoś mimo to wyśle zgłoszenie."),
    ),
    Field(name="tell", label=_("Kogo zawiadomić"), kind=Kind.CODES, source="units"),
    *in_languages(
        Field(
            name="calm",
            label=_("Spokojne zdanie"),
            kind=Kind.LONG,
            help=_("Co zrobić od razu."),
            needed=True,
            group="names",
        )
    ),
    *in_languages(
        Field(
            name="words",
            label=_("Słowa zagrożenia"),
            kind=Kind.LINES,
            help=_("Po jednym w wierszu."),
            needed=True,
            group="words",
        )
    ),
    *in_languages(
        Field(
            name="except",
            label=_("Podobne, ale niegroźne"),
            kind=Kind.LINES,
            group="words",
        )
    ),
)
