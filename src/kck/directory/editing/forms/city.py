"""The city itself, and the pages in its own words."""

from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.loading.city import all_languages
from kck.directory.terms import CaseKind
from kck.foundation.text import _

_NAMES = {"pl": _("polski"), "en": _("angielski"), "uk": _("ukraiński")}

CITY = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    *in_languages(Field(name="name", label=_("Nazwa miasta"), needed=True, group="names")),
    Field(
        name="phone",
        label=_("Telefon centrum"),
        help=_("Na stronie, w stopce wiadomości i wszędzie, gdzie mówimy „zadzwoń”."),
        width="sm",
        group="contact",
    ),
    Field(
        name="email",
        label=_("E-mail miasta"),
        help=_("Puste: nie podajemy żadnego."),
        group="contact",
    ),
    Field(
        name="site",
        label=_("Adres strony"),
        help=_("Z niego są odnośniki w wiadomościach, na przykład https://kontakt.krakow.pl."),
        group="contact",
    ),
    Field(
        name="filing_edoreczenia",
        label=_("Adres do e-Doręczeń"),
        help=_("Jak AE:PL-12345-67890-ABCDE-12."),
        group="contact",
    ),
    Field(name="filing_epuap", label=_("Skrytka ePUAP"), group="contact"),
    *in_languages(
        Field(
            name="filing_paper",
            label=_("Gdzie złożyć pismo na papierze"),
            kind=Kind.LONG,
            group="contact",
        )
    ),
    Field(
        name="centre_unit",
        label=_("Jednostka centrum"),
        kind=Kind.CHOICE,
        source="units",
        help=_("Rozstrzyga, co niejasne."),
        needed=True,
        group="work",
    ),
    Field(
        name="formal_unit",
        label=_("Jednostka spraw formalnych"),
        kind=Kind.CHOICE,
        source="units",
        help=_("Skargi, wnioski, petycje, informacja publiczna."),
        needed=True,
        group="work",
    ),
    Field(
        name="silence_days",
        label=_("Dni na odpowiedź po wykonaniu"),
        help=_("Potem sprawa zamyka się milczeniem."),
        needed=True,
        width="sm",
        group="targets",
    ),
    Field(
        name="reporter_wait_days",
        label=_("Dni czekania na zgłaszającego"),
        needed=True,
        width="sm",
        group="targets",
    ),
    Field(
        name="reopen_days",
        label=_("Dni na ponowne otwarcie"),
        needed=True,
        width="sm",
        group="targets",
    ),
    Field(
        name="unknown_category",
        label=_("Kategoria tego, co nierozpoznane"),
        kind=Kind.CHOICE,
        source="categories",
        needed=True,
        group="rules",
    ),
    *(
        Field(
            name=f"kind_{kind}",
            label=label,
            kind=Kind.CHOICE,
            source="categories",
            help=_("Kategoria spraw tego rodzaju."),
            group="rules",
        )
        for kind, label in CaseKind.choices
    ),
    Field(
        name="center",
        label=_("Środek mapy"),
        help=_("Szerokość, długość: 50.0614, 19.9366."),
        needed=True,
        width="sm",
        group="map",
    ),
    Field(
        name="bounds",
        label=_("Granice mapy"),
        help=_("Południe, zachód, północ, wschód."),
        needed=True,
        group="map",
    ),
    Field(
        name="timezone",
        label=_("Strefa czasowa"),
        needed=True,
        width="sm",
        group="map",
    ),
    Field(
        name="languages",
        label=_("Języki"),
        kind=Kind.CODES,
        options=tuple((code, _NAMES.get(code, code)) for code in all_languages()),
        needed=True,
        group="map",
    ),
    Field(
        name="jurisdiction_id",
        label=_("jurisdiction_id (Open311)"),
        needed=True,
        width="sm",
        group="map",
    ),
)

PAGE = (
    Field(
        name="key",
        label=_("Klucz"),
        help=_("Z niego jest adres strony; nie zmienia się nigdy."),
        needed=True,
        width="sm",
    ),
    Field(
        name="language",
        label=_("Język"),
        kind=Kind.CHOICE,
        options=tuple((code, _NAMES.get(code, code)) for code in all_languages()),
        needed=True,
    ),
    Field(name="title", label=_("Tytuł"), needed=True),
    Field(
        name="body",
        label=_("Treść"),
        kind=Kind.LONG,
        help=_("Akapity oddzielaj pustym wierszem, „## ” zaczyna nagłówek, „- ” punkt."),
    ),
)
