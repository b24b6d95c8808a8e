"""The named scenes, as the page *Scenariusz* introduces them."""

from dataclasses import dataclass
from typing import Any

from kck.demo.handing import CREW
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Scene:
    """How the page *Scenariusz* introduces it. `seat`: as whom it is best looked at."""

    key: str
    title: Any
    about: Any
    seat: str
    mailbox: str = ""  # whose mail belongs to the scene


SCENES: tuple[Scene, ...] = (
    Scene(
        key="storm",
        title=_("Wichura: 23 zgłoszenia, 6 miejsc, 4 właścicieli"),
        about=_(
            "To samo drzewo na drodze lub w parku, przy budynku komunalnym, na osiedlu "
            "i na terenie kolei trafia do kogo innego. Na każdej sprawie widać, dlaczego."
        ),
        seat="agent1",
    ),
    Scene(
        key="mow",
        title=_("Kosić czy nie kosić"),
        about=_(
            "Jeden mieszkaniec chce koszenia, drugi go zabrania. Dwie sprawy o tym samym trawniku."
        ),
        seat="zzm",
    ),
    Scene(
        key="needles",
        title=_("Anonimowo w nocy: igły"),
        about=_(
            "Bez nazwiska i bez kontaktu, a jednak pytanie i odpowiedź doszły: numerem i kodem."
        ),
        seat="mpo",
    ),
    Scene(
        key="not_fixed",
        title=_("Zamknięte, ale nie naprawione"),
        about=_("Zgłaszający się nie zgodził: sprawa wróciła, do kogo innego."),
        seat="zdmk-kierownik",
    ),
    Scene(
        key="renamed",
        title=_("Jednostka zmieniła nazwę 1 stycznia"),
        about=_("Sprawa z grudnia należy dziś do następcy. Nikt nie musiał jej przenosić."),
        seat="admin",
    ),
    Scene(
        key="paused",
        title=_("Termin stoi, i widać dlaczego"),
        about=_("Jednostka zadała pytanie. Zegar obietnicy czeka, powód widzi mieszkaniec."),
        seat="zdmk",
    ),
    Scene(
        key="complaint",
        title=_("Skarga: dzień 29"),
        about=_("Zegar ustawowy (KPA) nie staje nigdy. Miesiąc mija pojutrze."),
        seat="or",
    ),
    Scene(
        key="petition",
        title=_("Petycja"),
        about=_("Trzy miesiące na odpowiedź, własny zegar, nigdy publiczna sama z siebie."),
        seat="or",
    ),
    Scene(
        key="failed_mail",
        title=_("E-mail nie doszedł"),
        about=_("Adres nie istnieje. Widać to na sprawie, z odpowiedzią serwera."),
        seat="agent1",
    ),
    Scene(
        key="deaf",
        title=_("Osoba głucha: tylko SMS"),
        about=_("Nie dzwonić. Zaznaczone na kontakcie; kod i numer wystarczą."),
        seat="agent1",
    ),
    Scene(
        key="lost_bag",
        title=_("Turysta zgubił plecak, po angielsku"),
        about=_("Zgłoszenie i wszystkie listy po angielsku, praca po polsku."),
        seat="agent1",
    ),
    Scene(
        key="erased",
        title=_("Usunięcie danych a archiwum"),
        about=_(
            "Jedna sprawa bez danych osobowych, łańcuch zdarzeń cały. Druga, skarga: "
            "archiwum każe zachować, odmowa ma podstawę."
        ),
        seat="iod",
    ),
    Scene(
        key="by_link",
        title=_("Brygada bez konta: odnośnik w poczcie"),
        about=_(
            "MPO nie pracuje w systemie: dostaje maila z odnośnikiem. Otwórz skrzynkę brygady na "
            "telefonie, przyjmij sprawę i zakończ ją ze zdjęciem. Zgłaszającego nie widać."
        ),
        seat="kierownik",
        mailbox=CREW,
    ),
    Scene(
        key="stuck_sending",
        title=_("Sprawa nie doszła do jednostki"),
        about=_(
            "Adres jednostki jest błędny. Widok „Pilnowane” mówi, dlaczego, i pozwala pomóc; rano "
            "dostaje to w poczcie kierownik."
        ),
        seat="kierownik",
    ),
    Scene(
        key="by_phone",
        title=_("Jednostka, do której się dzwoni"),
        about=_(
            "Centrum widzi sprawę z numerem dyspozytora i wpisuje, co ustalono, z kim i kiedy."
        ),
        seat="agent1",
    ),
)
