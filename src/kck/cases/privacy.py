"""How the log's seals on texts and photos are checked, and what cases hold of a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.cases.commands import erase_personal_data
from kck.cases.models import Case, CaseText
from kck.cases.terms import TEXTS_BY_REPORTER
from kck.foundation.actor import Actor
from kck.foundation.privacy import (
    Holder,
    SealedContent,
    digest,
    register,
    register_content,
)


def _texts(ids: list[int]) -> Mapping[int, str]:
    rows = CaseText.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "body", "salt")
    return {pk: digest(body, salt) for pk, body, salt in rows}


def _export(person_id: int) -> Mapping[str, Any]:
    cases = Case.objects.filter(person_id=person_id).order_by("opened_at")
    return {
        "cases": [
            {
                "number": case.number,
                "opened_at": case.opened_at.isoformat(),
                "state": case.state,
                "texts": [
                    {"kind": text.kind, "at": text.at.isoformat(), "text": text.body}
                    for text in case.texts.filter(
                        kind__in=TEXTS_BY_REPORTER, erased_at=None
                    ).order_by("id")
                ],
            }
            for case in cases
        ]
    }


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    cases = Case.objects.filter(person_id=person_id).values_list("pk", flat=True)
    for case_id in list(cases):
        erase_personal_data(case_id, ground="art. 17 RODO", at=at, by=by)
    return len(cases)


register_content(SealedContent(kind="text", digests=_texts))
register(
    Holder(
        name="cases",
        export=_export,
        forget=_forget,
        holds=lambda person_id: "",
        expire=lambda at, preview: 0,
    )
)
