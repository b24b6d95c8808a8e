"""What is asked of each table, in an administrator's words."""

from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.terms import (
    REDIRECT,
    CaseKind,
    Datatype,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    TargetResult,
    TargetUnit,
    WayOfWorking,
)
from kck.foundation.text import _

NONE = (("", "—"),)
BASIS = Field(
    name="basis",
    label=_("Podstawa"),
    help=_("Skąd to wiadomo: uchwała, zarządzenie, ustalenie."),
    group="notes",
)

UNIT = (
    Field(
        name="code",
        label=_("Kod"),
        help=_("Krótki, jak skrót jednostki. Nie zmienia się nigdy."),
        needed=True,
        width="sm",
    ),
    *in_languages(Field(name="name", label=_("Nazwa"), needed=True, group="names")),
    *in_languages(
        Field(name="responsible_for", label=_("Za co odpowiada"), kind=Kind.LONG, group="names")
    ),
    Field(
        name="kind",
        label=_("Rodzaj"),
        help=_("Na przykład city-unit, department, company, operator."),
        needed=True,
        width="sm",
    ),
    Field(name="phone", label=_("Telefon"), width="sm", group="contact"),
    Field(name="contact", label=_("Inny kontakt"), group="contact"),
    Field(
        name="dispatcher_24h",
        label=_("Ma dyżur całą dobę"),
        kind=Kind.FLAG,
        help=_("Może dostać sprawę pilną w nocy."),
        group="work",
    ),
    Field(
        name="way_of_working",
        label=_("Jak pracuje"),
        kind=Kind.CHOICE,
        options=tuple(WayOfWorking.choices),
        help=_("Szczegóły są na stronie „Jak pracują jednostki”."),
        needed=True,
        group="work",
    ),
    Field(
        name="calendar",
        label=_("Kalendarz"),
        kind=Kind.CHOICE,
        source="calendars",
        help=_("Według niego liczy się dni i godziny robocze."),
        needed=True,
        group="work",
    ),
    BASIS,
)

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
        help=_("Liczba z kropką, na przykład 0.25."),
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

QUESTION = (
    Field(
        name="category",
        label=_("Kategoria"),
        kind=Kind.CHOICE,
        source="categories",
        needed=True,
    ),
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(name="order", label=_("Kolejność"), width="xs", needed=True),
    *in_languages(Field(name="text", label=_("Pytanie"), needed=True, group="names")),
    *in_languages(Field(name="hint", label=_("Podpowiedź"), group="names")),
    Field(
        name="datatype",
        label=_("Rodzaj odpowiedzi"),
        kind=Kind.CHOICE,
        options=tuple(Datatype.choices),
        needed=True,
        group="answers",
    ),
    Field(
        name="required",
        label=_("Bez odpowiedzi nie można wysłać"),
        kind=Kind.FLAG,
        group="answers",
    ),
    Field(
        name="values",
        label=_("Odpowiedzi do wyboru"),
        kind=Kind.ANSWERS,
        help=_("Tylko dla listy. Pusty wiersz się nie liczy."),
        group="answers",
    ),
)

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

HELPLINE = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(name="number", label=_("Numer"), needed=True, width="sm"),
    *in_languages(Field(name="name", label=_("Nazwa"), needed=True, group="names")),
    Field(name="hours", label=_("Godziny"), help=_("Słowami, na przykład 24/7."), width="sm"),
    Field(name="sms", label=_("SMS"), width="sm", group="deaf"),
    *in_languages(
        Field(name="deaf", label=_("Dla osób niesłyszących"), kind=Kind.LONG, group="deaf")
    ),
    Field(name="unit", label=_("Czyj to numer"), kind=Kind.CHOICE, source="units"),
    BASIS,
)

CHANNELS = (
    ("*", _("każdy kanał")),
    ("web", _("strona internetowa")),
    ("phone", _("telefon")),
    ("email", _("e-mail")),
    ("app", _("aplikacja")),
    ("open311", _("Open311")),
    ("desk", _("biurko pracownika")),
)
FUNCTIONS = (
    ("reports", _("zgłoszenia")),
    ("questions", _("pytania")),
    ("public-page", _("strona jednostki")),
    ("*", _("wszystko")),
)
STAGE = (
    Field(
        name="unit",
        label=_("Jednostka"),
        kind=Kind.CHOICE,
        source="units*",
        help=_("Wpis jednostki jest ważniejszy niż wpis dla wszystkich."),
        needed=True,
    ),
    Field(name="channel", label=_("Kanał"), kind=Kind.CHOICE, options=CHANNELS, needed=True),
    Field(name="function", label=_("Funkcja"), kind=Kind.CHOICE, options=FUNCTIONS, needed=True),
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
