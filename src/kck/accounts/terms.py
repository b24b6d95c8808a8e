"""Every grant there is, with its name for the screen where roles are put together."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _

GRANTS = {
    "cases.view": _("czyta sprawy"),
    "cases.district": _("czyta sprawy swojej dzielnicy, bez danych osobowych"),
    "cases.work": _("prowadzi sprawy: przyjmuje, odpowiada, kończy"),
    "cases.forward": _("przekazuje sprawy innym jednostkom"),
    "cases.assign": _("przydziela sprawy osobom"),
    "cases.triage": _("rozstrzyga kategorię i spory między jednostkami"),
    "cases.publish": _("publikuje treść i zdjęcia"),
    "cases.redact": _("zamazuje dane w treści i zdjęciach"),
    "cases.requalify": _("zmienia rodzaj sprawy"),
    "cases.merge": _("łączy i rozłącza sprawy"),
    "cases.contact": _("widzi dane kontaktowe"),
    "cases.erase": _("usuwa dane osobowe"),
    "people.view": _("szuka osób i widzi ich kartotekę"),
    "people.edit": _("poprawia dane osób, zgody i potrzeby"),
    "people.merge": _("łączy i rozłącza osoby"),
    "people.privacy": _("załatwia żądania RODO i prowadzi retencję"),
    "intake.receive": _("przyjmuje kontakty: telefon, okienko, list"),
    "intake.line2": _("odpowiada na linii II: oddzwania w sprawie przekazanych rozmów"),
    "conversations.work": _("odpowiada na maile i SMS-y"),
    "records.send": _("wysyła sprawy formalne do EZD i wpisuje potwierdzenia"),
    "handover.watch": _("dostaje rano listę spraw, które utknęły między miastem a jednostką"),
    "places.import": _("wczytuje rejestry miejsc i cofa importy"),
    "directory.edit": _("zmienia konfigurację miasta"),
    "messaging.edit": _("zmienia teksty wiadomości"),
    "messaging.send": _("wysyła wiadomości do wielu osób naraz"),
    "notices.edit": _("ogłasza komunikaty"),
    "accounts.edit": _("zarządza kontami i rolami"),
    "webhooks.edit": _("prowadzi webhooki"),
    "quality.figures": _("widzi zestawienia spraw"),
    "quality.review": _("ocenia zakończone sprawy"),
    "audit.read": _("czyta dzienniki zdarzeń"),
    "system.watch": _("widzi stan systemu"),
}


# what a unit's own system may be given; reading comes with every token
TOKEN_SCOPES = ("cases.view", "cases.work", "cases.forward", "cases.contact")

READS_DISTRICT = "cases.district"
ADMINISTERS = "accounts.edit"


class Home(StrEnum):
    """Where somebody lands after signing in."""

    QUEUE = "queue"
    CONTACT = "contact"
    WATCH = "watch"
    TRIAGE = "triage"
    DISTRICT = "district"
    TEXTS = "texts"
    FIGURES = "figures"
    AUDIT = "audit"
    PRIVACY = "privacy"
    OFFICE = "office"

    @property
    def label(self) -> Any:
        return _HOMES[self]


_HOMES = {
    Home.QUEUE: _("kolejka jednostki"),
    Home.CONTACT: _("nowy kontakt"),
    Home.WATCH: _("pilnowane sprawy"),
    Home.TRIAGE: _("do rozstrzygnięcia"),
    Home.DISTRICT: _("sprawy dzielnicy"),
    Home.TEXTS: _("teksty wiadomości"),
    Home.FIGURES: _("liczby"),
    Home.AUDIT: _("dziennik zdarzeń"),
    Home.PRIVACY: _("żądania RODO"),
    Home.OFFICE: _("zaplecze"),
}
# the first grant somebody holds says where their work is, when their role does not
HOME_OF_GRANT = (
    ("intake.receive", Home.CONTACT),
    ("cases.work", Home.QUEUE),
    ("people.privacy", Home.PRIVACY),
    ("cases.view", Home.QUEUE),
    ("cases.district", Home.DISTRICT),
    ("messaging.edit", Home.TEXTS),
    ("accounts.edit", Home.OFFICE),
    ("directory.edit", Home.OFFICE),
    ("notices.edit", Home.OFFICE),
    ("audit.read", Home.AUDIT),
)


class NoticeMail(StrEnum):
    """When somebody gets by mail what the bell tells them."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    NEVER = "never"

    @property
    def label(self) -> Any:
        return _MAILS[self]


_MAILS = {
    NoticeMail.AT_ONCE: _("od razu"),
    NoticeMail.DAILY: _("raz dziennie, o 8.00"),
    NoticeMail.NEVER: _("nigdy"),
}

INVITED_FOR = timedelta(days=7)
