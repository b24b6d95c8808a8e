"""What stands around an open form: its draft, ready texts, whom it speaks to, whom it may call."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from kck.cases.preview import PREVIEWED, Intended, ready_variables
from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.mentions import Mentionable, mentionable
from kck.cases.reaching import Reader, reader_of
from kck.desk.actions import Action
from kck.desk.doors import StaffRequest
from kck.desk.forms.actions import ActionForm
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.replies.queries import DraftRow, Ready, draft_of, ready_for
from kck.replies.terms import Purpose, Situation

_NOT_KEPT = frozenset({"seen", "used", "draft"})
_TO_REPORTER = PREVIEWED
READS = {
    "pl": _("po polsku"),
    "en": _("po angielsku"),
    "uk": _("po ukraińsku"),
}


@dataclass(frozen=True, kw_only=True)
class Writing:
    """`{{ writing }}` of a form that has words in it."""

    draft: DraftRow | None
    ready: list[Ready]
    reader: Reader | None  # None: only staff read it
    reads: Any
    people: list[Mentionable]
    previewed: bool

    @property
    def foreign(self) -> bool:
        return self.reader is not None and self.reader.language != "pl"

    @property
    def suggested(self) -> list[Ready]:
        return [one for one in self.ready if one.suggested]


def keeps_drafts(action: Action) -> bool:
    """Redacting is no writing: what it starts from is what must not be kept."""
    return "text" in action.form.base_fields and action.name not in {"redact_text", "erase"}


def draft_for(case: DeskCase, action: Action, actor: Actor) -> DraftRow | None:
    if not keeps_drafts(action):
        return None
    return draft_of(actor.id or 0, f"case:{case.id}", action.name)


def typed_in(form_class: type[ActionForm], sent: Any) -> dict[str, str]:
    """What of a form is kept as a draft: everything but files and what the page itself put in."""
    return {
        name: sent.get(name, "")
        for name, field in form_class.base_fields.items()
        if name not in _NOT_KEPT and not isinstance(field, forms.FileField)
    }


def intended_in(action: Action, sent: Any, at: datetime) -> Intended:
    """What of a half filled form its letter would speak of."""
    to = snapshot(at).unit(str(sent.get("unit", "")))
    when = None
    if field := action.form.base_fields.get("when"):
        with suppress(forms.ValidationError):
            when = field.clean(sent.get("when", ""))
    return Intended(outcome=str(sent.get("outcome", "")), unit_id=to.id if to else None, when=when)


def writing_of(
    request: StaffRequest, case: DeskCase, action: Action, form: ActionForm
) -> Writing | None:
    if not keeps_drafts(action):
        return None
    reader = reader_of(case.id, action.name) if action.name in _TO_REPORTER else None
    return Writing(
        draft=None if form.is_bound else draft_for(case, action, request.actor),
        ready=_ready(case, action, form, request.actor, reader),
        reader=reader,
        reads=READS.get(reader.language, reader.language) if reader else "",
        people=mentionable(case.id, request.actor) if action.name == "note" else [],
        previewed=action.name in PREVIEWED,
    )


def _ready(
    case: DeskCase, action: Action, form: ActionForm, actor: Actor, reader: Reader | None
) -> list[Ready]:
    if action.name not in set(Purpose):
        return []
    at, language = clock.now(), reader.language if reader else "pl"
    own = actor.speaks_for(case.unit.id)
    city = snapshot(at)
    codes = {city.unit_by_id(pk, at).code for pk in {case.unit.id, *actor.unit_ids}}
    where = Situation(
        purpose=action.name,
        units=frozenset(codes),
        group=case.category.group,
        category=case.category.code,
        state=case.state,
        outcome=str(form["outcome"].value() or "") if "outcome" in form.fields else "",
    )
    variables = ready_variables(case.id, language=language, my_unit=own, at=at)
    return ready_for(
        where,
        staff_id=actor.id or 0,
        language=language,
        variables=variables,
        day=clock.today(),
    )
