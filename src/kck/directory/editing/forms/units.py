"""Units, telephones, stages."""

from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.editing.forms.common import BASIS
from kck.directory.terms import WayOfWorking
from kck.foundation.text import _

# those that ship; a file of another city may have kinds of its own, which stay as they are written
KINDS = (
    ("city-unit", _("jednostka miejska")),
    ("department", _("wydział urzędu")),
    ("office", _("biuro urzędu")),
    ("city-company", _("spółka miejska")),
    ("city-guard", _("straż miejska")),
    ("contact-centre", _("centrum kontaktu")),
    ("crisis-centre", _("centrum zarządzania kryzysowego")),
    ("inspectorate", _("inspektorat")),
    ("operator", _("operator sieci")),
    ("ngo", _("organizacja pozarządowa")),
    ("province", _("instytucja wojewódzka")),
    ("state", _("instytucja państwowa")),
    ("outside", _("ktoś spoza miasta")),
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
        kind=Kind.CHOICE,
        options=KINDS,
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
    Field(
        name="base",
        label=_("Baza ekip"),
        help=_(
            "Skąd wyruszają: adres albo „50.0614, 19.9366”. Od niej liczy się kolejność w terenie."
        ),
        group="work",
    ),
    BASIS,
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
    ("api", _("API")),
    ("counter", _("okienko")),
    ("letter", _("list")),
    ("desk", _("biurko pracownika")),
)

FUNCTIONS = (
    ("reports", _("zgłoszenia")),
    ("questions", _("pytania")),
    ("public-page", _("strona jednostki")),
    ("duty", _("dyżur przy zagrożeniu")),
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
    Field(
        name="duty",
        label=_("Kontakt dyżurny"),
        kind=Kind.LINES,
        help=_("E-maile i numery telefonów jak +48601234567, po jednym w wierszu."),
    ),
)
