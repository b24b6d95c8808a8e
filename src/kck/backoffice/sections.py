"""The parts of the back office, and which of them a person may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kck.accounts import policy as accounts
from kck.channels.ezd import policy as records
from kck.channels.webhooks import policy as webhooks
from kck.directory import policy as directory
from kck.entrances import policy as entrances
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no
from kck.messaging import policy as messaging
from kck.notices import policy as notices
from kck.places import policy as places
from kck.privacy import policy as privacy
from kck.replies import policy as replies


@dataclass(frozen=True, kw_only=True)
class Section:
    code: str
    group: Any  # what it stands under; neighbours of one group stand together
    title: Any
    about: Any
    address: str  # name of its first page
    icon: str
    allowed: Callable[[Actor], Verdict]


WORDS, CITY, STAFF = _("Słowa"), _("Miasto"), _("Ludzie")
DATA, LINKS = _("Dane osobowe"), _("Połączenia")
SECTIONS = (
    Section(
        code="texts",
        group=WORDS,
        title=_("Teksty wiadomości"),
        about=_("Słowa, które miasto wysyła: potwierdzenia, pytania, odpowiedzi."),
        address="backoffice:texts",
        icon="mail",
        allowed=messaging.may_edit_texts,
    ),
    Section(
        code="ready-texts",
        group=WORDS,
        title=_("Gotowe teksty"),
        about=_("Słowa, które pracownicy wstawiają jednym klawiszem: od dnia do dnia."),
        address="backoffice:ready-texts",
        icon="message",
        allowed=replies.may_edit,
    ),
    Section(
        code="notices",
        group=WORDS,
        title=_("Komunikaty"),
        about=_("Zdania dla wszystkich: na stronie, w formularzu i w stopce wiadomości."),
        address="backoffice:notices",
        icon="bell",
        allowed=notices.may_edit,
    ),
    Section(
        code="city",
        group=CITY,
        title=_("Konfiguracja miasta"),
        about=_(
            "Jednostki, kategorie, pytania, reguły, kalendarze, telefony i etapy: od którego dnia."
        ),
        address="backoffice:city",
        icon="settings",
        allowed=directory.may_edit,
    ),
    Section(
        code="ways",
        group=CITY,
        title=_("Jak pracują jednostki"),
        about=_("Przy biurku, przez odnośnik, w swoim systemie, przez telefon: od którego dnia."),
        address="backoffice:ways",
        icon="users",
        allowed=directory.may_edit,
    ),
    Section(
        code="registers",
        group=CITY,
        title=_("Rejestry miejsc"),
        about=_("Ulice, domy, przystanki i obszary: skąd i kiedy przychodzą, co się zmieniło."),
        address="backoffice:registers",
        icon="map",
        allowed=places.may_import,
    ),
    Section(
        code="people",
        group=STAFF,
        title=_("Pracownicy"),
        about=_("Kto tu pracuje, w jakiej roli i jednostce; zaproszenia i odejścia."),
        address="backoffice:people",
        icon="user",
        allowed=accounts.may_edit,
    ),
    Section(
        code="roles",
        group=STAFF,
        title=_("Role"),
        about=_("Kto co może: zestawy uprawnień."),
        address="backoffice:roles",
        icon="shield",
        allowed=accounts.may_edit,
    ),
    Section(
        code="privacy",
        group=DATA,
        title=_("Żądania RODO"),
        about=_("Kto prosi o kopię, sprostowanie albo usunięcie swoich danych i do kiedy."),
        address="backoffice:privacy",
        icon="lock",
        allowed=privacy.may_answer,
    ),
    Section(
        code="retention",
        group=DATA,
        title=_("Retencja"),
        about=_("Ile lat trzymamy dane osób i co zniknie najbliższej nocy."),
        address="backoffice:retention",
        icon="bin",
        allowed=privacy.may_answer,
    ),
    Section(
        code="audit",
        group=DATA,
        title=_("Dziennik zdarzeń"),
        about=_("Kto co zrobił i kto oglądał czyje dane."),
        address="backoffice:audit",
        icon="eye",
        allowed=accounts.may_read_log,
    ),
    Section(
        code="papers",
        group=LINKS,
        title=_("Pisma i EZD"),
        about=_("Co czeka na EZD, co przyszło przez e-Doręczenia i zostało odłożone."),
        address="backoffice:papers",
        icon="list",
        allowed=records.may_watch,
    ),
    Section(
        code="embedding",
        group=LINKS,
        title=_("Formularz na innych stronach"),
        about=_("Strony, na których może stać formularz zgłoszenia i stan sprawy."),
        address="backoffice:embedding",
        icon="globe",
        allowed=entrances.may_edit,
    ),
    Section(
        code="objects",
        group=LINKS,
        title=_("Kody na obiektach"),
        about=_("Kody QR na latarniach, przystankach i koszach, arkusze naklejek."),
        address="backoffice:objects",
        icon="pin",
        allowed=entrances.may_edit,
    ),
    Section(
        code="webhooks",
        group=LINKS,
        title=_("Webhooki"),
        about=_("Inne systemy dowiadują się od razu, co dzieje się ze sprawami."),
        address="backoffice:webhooks",
        icon="forward",
        allowed=webhooks.may_open,
    ),
    Section(
        code="tokens",
        group=LINKS,
        title=_("Tokeny API"),
        about=_("Z tokenem własny system jednostki czyta i prowadzi jej sprawy."),
        address="backoffice:tokens",
        icon="lock",
        allowed=accounts.may_make_tokens,
    ),
    Section(
        code="partners",
        group=LINKS,
        title=_("Partnerzy"),
        about=_("Klucze innych systemów, które zgłaszają sprawy przez Open311 i API."),
        address="backoffice:partners",
        icon="users",
        allowed=accounts.may_make_tokens,
    ),
)


def sections_of(actor: Actor) -> tuple[Section, ...]:
    return tuple(section for section in SECTIONS if section.allowed(actor))


def may_enter(actor: Actor) -> Verdict:
    if sections_of(actor):
        return YES
    return no(_("Zaplecze jest dla redaktorów i administratorów."))
