"""Words that go to many people, as each of them gets them: their language, their case's facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.cases.models import Case
from kck.cases.preview import ready_variables
from kck.cases.reaching import reader_of
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.replies.rules import filled


def says(action: str, kind: str) -> str:
    """What it is to one case: a report is confirmed by whoever reported it, the rest just ends."""
    if action != "done":
        return action
    return "done" if kind == CaseKind.REPORT else "close"


def words_for(case: Case, data: Mapping[str, Any], actor: Actor, at: datetime) -> str:
    """Written in the reader's language where somebody wrote them so, with the gaps filled."""
    texts = data.get("texts") or {}
    if not texts and "{{" not in data["text"]:
        return str(data["text"])  # the same for all of them: nobody need be looked up
    language = reader_of(case.pk).language
    body = str(texts.get(language) or data["text"])
    if "{{" not in body:
        return body
    mine = actor.speaks_for(case.unit_id)
    return filled(body, ready_variables(case.pk, language=language, my_unit=mine, at=at))
