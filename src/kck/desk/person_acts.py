"""Everything one can do on somebody's card: a name, a form, one command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form

from kck.desk.forms import person as forms
from kck.directory.consents import is_version
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.people import commands
from kck.people.commands.card import Details, NotUsable
from kck.people.queries.card import Card
from kck.people.terms import Need, PointKind
from kck.privacy.commands import register_request
from kck.privacy.terms import RequestKind


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change about to happen. `row`: which of their records holds what it is about."""

    card: Card
    data: Mapping[str, Any]
    at: datetime
    by: Actor

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.by}

    def owner(self, rows: Any) -> int:
        """The record that holds the row: a merged one keeps its own."""
        return next((one.person_id for one in rows if one.id == self.data["id"]), self.card.id)


@dataclass(frozen=True, kw_only=True)
class Act:
    form: type[Form]
    run: Callable[[Change], object]
    said: Any


def _details(do: Change) -> object:
    return commands.correct(do.card.id, Details(**do.data), **do.who)


def _point(do: Change) -> object:
    kind, value, label = PointKind(do.data["kind"]), do.data["value"], do.data["label"]
    return commands.add_point(do.card.id, kind=kind, value=value, label=label, **do.who)


def _no_point(do: Change) -> object:
    return commands.remove_point(do.owner(do.card.points), point_id=do.data["id"], **do.who)


def _needs(do: Change) -> None:
    """What is shown comes from all their records, so it is kept with the first from now on."""
    for pk in do.card.ids[1:]:
        commands.set_needs(pk, (), **do.who)
    commands.set_needs(do.card.id, map(Need, do.data["needs"]), **do.who)


def _calls(do: Change) -> None:
    for pk in do.card.ids:
        commands.allow_calls(pk, **do.who)


def _agree(do: Change) -> object:
    purpose, version = do.data["purpose"], do.data["version"]
    if not is_version(purpose, version, snapshot(do.at)):
        raise NotUsable(str(_("Tekst zgody się zmienił: przeczytaj nowy.")))
    return commands.give_consent(
        do.card.id, purpose=purpose, text_version=version, channel=do.data["how"], **do.who
    )


def _request(do: Change) -> object:
    return register_request(
        RequestKind(do.data["kind"]),
        person_id=do.card.id,
        how=do.data["how"],
        words=do.data["words"],
        **do.who,
    )


def _withdraw(do: Change) -> object:
    return commands.withdraw_consent(
        do.owner(do.card.consents), consent_id=do.data["id"], channel=do.data["how"], **do.who
    )


ACTS: Mapping[str, Act] = {
    "details": Act(form=forms.DetailsForm, run=_details, said=_("Poprawiono dane.")),
    "point": Act(form=forms.PointForm, run=_point, said=_("Dodano kontakt.")),
    "no-point": Act(form=forms.ThisOne, run=_no_point, said=_("Usunięto kontakt.")),
    "needs": Act(form=forms.NeedsForm, run=_needs, said=_("Zapisano potrzeby.")),
    "no-calls": Act(
        form=forms.NoCallsForm,
        run=lambda do: commands.stop_calls(do.card.id, **do.data, **do.who),
        said=_("Zapisano: nie dzwonić."),
    ),
    "calls": Act(form=forms.Nothing, run=_calls, said=_("Można dzwonić.")),
    "note": Act(
        form=forms.NoteForm,
        run=lambda do: commands.add_note(do.card.id, text=do.data["text"], **do.who),
        said=_("Notatka zapisana."),
    ),
    "no-note": Act(
        form=forms.ThisOne,
        run=lambda do: commands.remove_note(
            do.owner(do.card.notes), note_id=do.data["id"], **do.who
        ),
        said=_("Usunięto notatkę."),
    ),
    "agree": Act(form=forms.ConsentForm, run=_agree, said=_("Zapisano zgodę.")),
    "request": Act(
        form=forms.RequestForm, run=_request, said=_("Żądanie zapisane: miasto ma miesiąc.")
    ),
    "withdraw": Act(form=forms.ThisOne, run=_withdraw, said=_("Zgoda wycofana.")),
}
