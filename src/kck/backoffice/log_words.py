"""The log in words: what happened, what somebody looked at, what it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.backoffice import staff_changes
from kck.cases.queries.titles import HEADED, title_of
from kck.foundation import numbers
from kck.foundation.numbers import WrongNumber
from kck.foundation.text import _
from kck.intake.line2_rules import number_of

_CASES = "cases."
EVENTS: Mapping[str, Any] = {
    "accounts.api_token_made": _("Wydano token systemowi jednostki"),
    "accounts.api_token_revoked": _("Unieważniono token systemu jednostki"),
    "accounts.partner_key_made": _("Wydano klucz partnerowi"),
    "accounts.partner_key_renewed": _("Przedłużono klucz partnera"),
    "accounts.partner_key_revoked": _("Unieważniono klucz partnera"),
    "accounts.staff_notified": _("Powiadomiono pracowników"),
    "cases.alarm_seen": _("Ktoś zobaczył zagrożenie"),
    "cases.alarm_told": _("Zagrożenie, którego nikt nie zobaczył: powiadomiono dyżurnego"),
    "cases.task_opened": _("Jednostka pierwszy raz otworzyła sprawę"),
    "cases.contractor_kept": _("Zapisano wykonawcę jednostki"),
    "cases.label_changed": _("Zmieniono etykietę"),
    "cases.label_merged": _("Połączono etykiety"),
    "cases.label_merge_undone": _("Rozłączono etykiety"),
    "cases.label_retired": _("Wycofano etykietę"),
    "conversations.adopted": _("Przejęto rozmowę ze starej skrzynki"),
    "conversations.became_cases": _("Z rozmowy powstały sprawy"),
    "conversations.merged": _("Połączono albo rozłączono rozmowy"),
    "conversations.moved": _("Zmienił się stan rozmowy"),
    "conversations.noted": _("Dopisano notatkę do rozmowy"),
    "conversations.post_arrived": _("Przyszła wiadomość do rozmowy"),
    "conversations.post_checked": _("Sprawdzono pliki wiadomości"),
    "conversations.post_held": _("Odpowiedź czeka chwilę na wysłanie"),
    "conversations.post_sent": _("Wysłano odpowiedź"),
    "conversations.post_taken_back": _("Cofnięto odpowiedź"),
    "conversations.rated": _("Oceniono odpowiedź"),
    "conversations.thread_opened": _("Zaczęła się rozmowa"),
    "directory.changes_discarded": _("Porzucono szkic zmian konfiguracji"),
    "directory.changes_ended": _("Zmiany konfiguracji przestały obowiązywać"),
    "directory.changes_planned": _("Zaplanowano zmiany konfiguracji"),
    "directory.changes_replaced": _("Zmiany konfiguracji zastąpiły pliki"),
    "directory.changes_took_effect": _("Zmiany konfiguracji weszły w życie"),
    "directory.changes_undone": _("Cofnięto zaplanowane zmiany konfiguracji"),
    "directory.directory_loaded": _("Wczytano konfigurację miasta z plików"),
    "directory.edit_dropped": _("Usunięto pozycję ze szkicu zmian"),
    "directory.thing_edited": _("Zmieniono pozycję w szkicu zmian"),
    "directory.way_changed": _("Zmieniono sposób pracy jednostki"),
    "edoreczenia.delivery_taken": _("Odebrano pismo z e-Doręczeń"),
    "edoreczenia.letter_moved": _("Zmienił się stan pisma w e-Doręczeniach"),
    "edoreczenia.put_aside_settled": _("Rozstrzygnięto odłożone pismo"),
    "email.mail_kept": _("Odebrano pocztę"),
    "email.mail_read": _("Odczytano pocztę"),
    "entrances.case_is_about_object": _("Sprawa dotyczy obiektu z kodem"),
    "entrances.object_code_ended": _("Wycofano kod obiektu"),
    "entrances.object_codes_given": _("Nadano kody obiektom"),
    "entrances.site_allowed": _("Pozwolono stronie osadzać formularz"),
    "entrances.site_taken_back": _("Odebrano stronie osadzanie formularza"),
    "ezd.package_asked": _("Zlecono wysłanie sprawy do EZD"),
    "ezd.package_sent": _("Wysłano sprawę do EZD"),
    "ezd.package_stuck": _("Wysyłka do EZD utknęła"),
    "ezd.receipt_noted": _("Zapisano potwierdzenie z EZD"),
    "ezd.stray_settled": _("Rozstrzygnięto potwierdzenie bez paczki"),
    "handover.sending_accepted": _("System jednostki przyjął sprawę"),
    "handover.sending_retried": _("Ponowiono wysłanie do systemu jednostki"),
    "handover.sending_stuck": _("Wysyłka do systemu jednostki utknęła"),
    "handover.sending_troubled": _("System jednostki odpowiedział czymś niezrozumiałym"),
    "intake.conversation_received": _("Przyjęto rozmowę"),
    "intake.crowd_dismissed": _("Uznano, że to nie zdarzenie"),
    "intake.crowd_ended": _("Skończyło się wiele zgłoszeń naraz"),
    "intake.crowd_grew": _("Przybywa zgłoszeń o tym samym"),
    "intake.crowd_noticed": _("Zauważono wiele zgłoszeń naraz"),
    "intake.handed_to_line_two": _("Przekazano rozmowę do linii II"),
    "intake.line_two_answered": _("Linia II odpowiedziała"),
    "intake.line_two_became_case": _("Z rozmowy linii II powstała sprawa"),
    "intake.line_two_escalated": _("Linia II: minęły trzy czwarte czasu"),
    "intake.line_two_extended": _("Linia II: przesunięto obiecaną godzinę"),
    "intake.line_two_overdue": _("Linia II: minęła obiecana godzina"),
    "intake.line_two_returned": _("Rozmowa wróciła do linii I"),
    "intake.line_two_taken": _("Ktoś w linii II wziął rozmowę"),
    "intake.line_two_tried": _("Linia II: nikt nie odebrał"),
    "intake.redirect_shown": _("Wskazano numer alarmowy"),
    "intake.sheet_voided": _("Unieważniono arkusz papierowy"),
    "intake.sheets_drawn": _("Przygotowano arkusze papierowe"),
    "messaging.address_suppressed": _("Wstrzymano wysyłanie na adres"),
    "messaging.delivery_mended": _("Niedoręczoną wiadomość wysłano ponownie"),
    "messaging.delivery_returned": _("Wiadomość wróciła"),
    "messaging.mailing_approved": _("Zatwierdzono wysyłkę do wielu osób"),
    "messaging.mailing_changed": _("Zmienił się stan wysyłki"),
    "messaging.mailing_ended": _("Zakończono wysyłkę"),
    "messaging.mailing_written": _("Napisano wiadomość do wielu osób"),
    "messaging.suppression_lifted": _("Zdjęto blokadę adresu"),
    "messaging.text_edited": _("Zmieniono tekst wiadomości"),
    "notices.notice_published": _("Opublikowano komunikat"),
    "notices.notice_withdrawn": _("Wycofano komunikat"),
    "people.calls_allowed": _("Znów wolno dzwonić do osoby"),
    "people.calls_stopped": _("Osoba prosi, żeby nie dzwonić"),
    "people.consent_given": _("Osoba udzieliła zgody"),
    "people.consent_withdrawn": _("Osoba wycofała zgodę"),
    "people.people_merged": _("Połączono zapisy jednej osoby"),
    "people.people_parted": _("Rozłączono zapisy osób"),
    "people.person_corrected": _("Poprawiono dane osoby"),
    "people.person_noted": _("Dopisano notatkę o osobie"),
    "places.register_changed": _("Zmienił się rejestr miejsc"),
    "places.register_run_begun": _("Zaczęto pobierać rejestr"),
    "places.register_run_ended": _("Skończono pobierać rejestr"),
    "places.register_run_undone": _("Cofnięto pobranie rejestru"),
    "places.register_source_added": _("Dodano źródło rejestru"),
    "places.register_source_ended": _("Zakończono źródło rejestru"),
    "privacy.case_held": _("Wstrzymano usunięcie sprawy"),
    "privacy.data_erased": _("Usunięto dane osoby na żądanie"),
    "privacy.data_given_out": _("Wydano kopię danych osoby"),
    "privacy.hold_lifted": _("Przestano wstrzymywać usunięcie sprawy"),
    "privacy.identity_checked": _("Sprawdzono, kto żąda"),
    "privacy.request_ended": _("Zakończono żądanie RODO"),
    "privacy.request_prolonged": _("Przedłużono termin żądania RODO"),
    "privacy.request_received": _("Przyjęto żądanie RODO"),
    "privacy.retention_class_confirmed": _("Zatwierdzono lata przechowywania klasy"),
    "privacy.retention_done": _("Przeprowadzono usuwanie po latach"),
    "privacy.retention_switched": _("Włączono albo wyłączono usuwanie po latach"),
    "quality.case_reviewed": _("Oceniono zamkniętą sprawę"),
    "quality.sample_drawn": _("Wylosowano sprawy do oceny"),
    "queues.run_begun": _("Zaczęto działanie na wielu sprawach"),
    "queues.run_ended": _("Zakończono działanie na wielu sprawach"),
    "queues.run_taken_back": _("Cofnięto działanie na wielu sprawach"),
    "queues.view_exported": _("Pobrano widok jako plik"),
    "queues.view_removed": _("Usunięto zapisany widok"),
    "queues.view_saved": _("Zapisano widok"),
    "replies.ready_text_taken_back": _("Cofnięto zmianę gotowego tekstu"),
    "replies.ready_text_written": _("Zmieniono gotowy tekst"),
    "triage.learning_asked": _("Zlecono uczenie rozpoznawania"),
    "triage.learning_ended": _("Zakończono uczenie rozpoznawania"),
    "triage.model_published": _("Wprowadzono nowy model rozpoznawania"),
    "triage.model_withdrawn": _("Wrócono do poprzedniego modelu rozpoznawania"),
    "triage.sentence_removed": _("Usunięto zdanie, które uczyło rozpoznawania"),
    "triage.sentence_restored": _("Przywrócono zdanie, które uczy rozpoznawania"),
    "triage.sentences_taught": _("Dopisano zdania, które uczą rozpoznawania"),
    "unitlinks.link_issued": _("Wysłano odnośnik jednostce albo wykonawcy"),
    "unitlinks.link_revoked": _("Unieważniono odnośnik"),
    "unitlinks.link_used": _("Skorzystano z odnośnika"),
    "unitlinks.unit_called": _("Centrum zadzwoniło do jednostki"),
    "webhooks.deliveries_replayed": _("Ponowiono powiadomienia systemu"),
    "webhooks.secret_rotated": _("Zmieniono sekret subskrypcji"),
    "webhooks.subscription_edited": _("Zmieniono subskrypcję"),
    "webhooks.subscription_ended": _("Zakończono subskrypcję"),
    "webhooks.subscription_made": _("Założono subskrypcję"),
    "webhooks.subscription_paused": _("Wstrzymano subskrypcję"),
    "webhooks.subscription_resumed": _("Wznowiono subskrypcję"),
}
LOOKS: Mapping[str, Any] = {
    "contact": _("Kontakt do osoby"),
    "person": _("Kartoteka osoby"),
    "found": _("Wynik szukania osoby"),
    "export": _("Kopia danych"),
    "records": _("Paczka do systemu EZD"),
    "attachment": _("Plik z pisma"),
    "file": _("Plik ze sprawy"),
    "file-refused": _("Plik, którego nie wolno mu widzieć"),
    "audit": _("Dziennik jako plik"),
    "thread": _("Rozmowa"),
    "original": _("Wiadomość w oryginale"),
    "delivery": _("Niedoręczona wiadomość"),
    "unreadable-mail": _("Nieczytelna poczta"),
}
_SUBJECTS: Mapping[str, Any] = {
    "person": _("osoba %s"),
    "privacy": _("żądanie RODO %s"),
    "staff": _("konto %s"),
    "line2": _("rozmowa linii II %s"),
    "thread": _("rozmowa %s"),
    "delivery": _("wiadomość %s"),
    "mail": _("poczta %s"),
    "file": _("plik %s"),
    "cases": _("sprawy: %s"),
}


def has_words(name: str) -> bool:
    """Whether an event of this name is said in words; a new one brings its own."""
    headed = name.startswith(_CASES) and name.removeprefix(_CASES) in HEADED
    return headed or name in EVENTS or staff_changes.has_words(name)


def said(name: str, details: Any, at: datetime) -> str:
    """Of an event or a look; empty for one that was recorded by a release we do not know."""
    if not isinstance(details, dict):
        return str(LOOKS.get(name, ""))
    if name in EVENTS:
        return str(EVENTS[name])
    try:
        if name.startswith(_CASES):
            return title_of(name.removeprefix(_CASES), details, at)
        return staff_changes.said(name, details)
    except (KeyError, TypeError, ValueError, LookupError):
        return ""  # an older release wrote other facts


def look_has_words(what: str) -> bool:
    return what in LOOKS


def subject_words(subject: str) -> str:
    """Of anything but a case, which has a number and a page."""
    kind, _colon, found = subject.partition(":")
    if kind == "line2" and found.isdecimal():
        found = number_of(int(found))
    words = _SUBJECTS.get(kind)
    return str(words) % found if words and found else subject


def reason_words(reason: str) -> str:
    """A case given as the reason is said by its number."""
    kind, _colon, number = reason.partition(":")
    if kind != "case":
        return reason
    try:
        return str(_("w sprawie %s")) % numbers.display(numbers.parse(number))
    except WrongNumber:
        return reason
