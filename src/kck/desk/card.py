"""What the page of a person shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form

from kck.accounts.queries import names_of
from kck.cases.queries.of_people import cases_of_people
from kck.desk.forms import person as forms
from kck.directory.consents import ConsentText, consent_texts, is_version
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.audit import Seen, who_looked
from kck.foundation.text import _
from kck.intake.queries import conversations_with
from kck.messaging.queries import deliveries_to
from kck.people.policy import may_answer_requests, may_edit, may_merge
from kck.people.queries.card import Card, ConsentRow, happened_to
from kck.people.queries.doubles import likely_doubles
from kck.privacy.queries.requests import requests_of

HAPPENED: Mapping[str, Any] = {
    "people.person_corrected": _("poprawiono dane"),
    "people.person_noted": _("dodano notatkę"),
    "people.calls_stopped": _("zapisano: nie dzwonić"),
    "people.calls_allowed": _("zapisano: można dzwonić"),
    "people.consent_given": _("zapisano zgodę"),
    "people.consent_withdrawn": _("wycofano zgodę"),
    "people.people_merged": _("połączono z innym zapisem"),
    "people.people_parted": _("rozłączono zapis"),
}
LOOKS: Mapping[str, Any] = {
    "person": _("kartoteka"),
    "found": _("lista znalezionych"),
    "contact": _("kontakt w sprawie"),
    "export": _("wydanie danych"),
}
_HOW = {**dict(forms.HOW), "web": _("formularz"), "api": _("inna aplikacja")}


@dataclass(frozen=True, kw_only=True)
class ConsentLine:
    """One consent of the history, in words."""

    row: ConsentRow
    title: str
    current: bool  # the text is still what it was
    how: Any
    withdrawn_how: Any


def context_of(
    actor: Actor, card: Card, *, failed: str = "", form: Form | None = None
) -> dict[str, Any]:
    """`failed` names the form that was filled in wrongly: it stays open, with what was typed."""
    texts = consent_texts(snapshot(clock.now()))
    lines = _consents(card, texts)
    standing = {line.row.purpose for line in lines if line.row.withdrawn_at is None}
    edits, officer = bool(may_edit(actor)), bool(may_answer_requests(actor))
    happened = happened_to(card.ids)
    staff = _names(
        [row.actor for row in happened], [f"staff:{note.staff_id}" for note in card.notes]
    )
    return {
        "card": card,
        "nav_view": "people",
        "cases": cases_of_people(actor, card.ids),
        "talks": conversations_with(card.ids),
        "letters": deliveries_to(card.ids),
        "consents": lines,
        "to_ask": [text for text in texts if text.purpose not in standing],
        "notes": [(note, staff.get(f"staff:{note.staff_id}", "")) for note in card.notes],
        "history": [
            (HAPPENED.get(row.name, row.name), staff.get(row.actor, ""), row.at) for row in happened
        ],
        "may_edit": edits,
        "may_merge": bool(may_merge(actor)),
        "officer": officer,
        "requests": requests_of(card.ids, today=clock.today()),
        "doubles": likely_doubles(card.id) if may_merge(actor) else [],
        "looks": _looks(card) if officer or actor.may("audit.read") else [],
        "how": forms.HOW,
        "failed": failed,
        "forms": _forms(card, failed, form) if edits else {},
    }


def _forms(card: Card, failed: str, form: Form | None) -> dict[str, Form]:
    calls = card.manner.no_calls
    found: dict[str, Form] = {
        "details": forms.DetailsForm(
            initial={name: getattr(card, name) for name in forms.DetailsForm.base_fields}
        ),
        "point": forms.PointForm(),
        "needs": forms.NeedsForm(initial={"needs": [str(need) for need in card.manner.needs]}),
        "no_calls": forms.NoCallsForm(
            initial={"reason": calls.reason, "until": calls.until} if calls else None
        ),
        "note": forms.NoteForm(),
        "request": forms.RequestForm(),
    }
    key = failed.replace("-", "_")
    return {**found, key: form} if form is not None and key in found else found


def _consents(card: Card, texts: list[ConsentText]) -> list[ConsentLine]:
    titles = {text.purpose: text.title for text in texts}
    city = snapshot(clock.now())
    return [
        ConsentLine(
            row=row,
            title=titles.get(row.purpose, row.purpose),
            current=is_version(row.purpose, row.text_version, city),
            how=_HOW.get(row.channel, row.channel),
            withdrawn_how=_HOW.get(row.withdrawn_channel, row.withdrawn_channel),
        )
        for row in card.consents
    ]


def _looks(card: Card) -> list[tuple[Seen, Any, str]]:
    seen = who_looked([f"person:{pk}" for pk in card.ids])
    staff = _names([row.actor for row in seen])
    return [(row, LOOKS.get(row.what, row.what), staff.get(row.actor, row.actor)) for row in seen]


def _names(*actors: list[str]) -> dict[str, str]:
    """Of staff, by how they stand in the log ("staff:7")."""
    ids = {
        int(number)
        for one in [name for names in actors for name in names]
        for kind, _colon, number in [one.partition(":")]
        if kind == "staff" and number.isdecimal()
    }
    return {f"staff:{pk}": name for pk, name in names_of(ids).items()}
