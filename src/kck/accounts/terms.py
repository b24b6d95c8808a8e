"""Every grant there is, with its name for the screen where roles are put together."""

from kck.foundation.text import _

GRANTS = {
    "cases.view": _("czyta sprawy"),
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
    "records.send": _("wysyła sprawy formalne do EZD i wpisuje potwierdzenia"),
    "handover.watch": _("dostaje rano listę spraw, które utknęły między miastem a jednostką"),
    "places.import": _("wczytuje rejestry miejsc i cofa importy"),
    "directory.edit": _("zmienia konfigurację miasta"),
    "messaging.edit": _("zmienia teksty wiadomości"),
    "notices.edit": _("ogłasza komunikaty"),
    "accounts.edit": _("zarządza kontami i rolami"),
    "webhooks.edit": _("prowadzi webhooki"),
    "audit.read": _("czyta dzienniki zdarzeń"),
    "system.watch": _("widzi stan systemu"),
}


# what a unit's own system may be given; reading comes with every token
TOKEN_SCOPES = ("cases.view", "cases.work", "cases.forward", "cases.contact")
