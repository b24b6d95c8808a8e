"""How the log's seals on texts and photos are checked, and what cases hold of a person."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from kck.cases.commands import erase_personal_data
from kck.cases.commands.contents import forget_joined
from kck.cases.models import Case, CasePhoto, CaseText, Follower, Joined
from kck.cases.terms import PhotoKind
from kck.directory.terms import FORMAL_KINDS
from kck.files.queries import open_stored
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.foundation.privacy import (
    GivenFile,
    Holder,
    SealedContent,
    digest,
    register,
    register_content,
)
from kck.foundation.text import _


def _texts(ids: list[int]) -> Mapping[int, str]:
    rows = CaseText.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "body", "salt")
    return {pk: digest(body, salt) for pk, body, salt in rows}


def _export(person_id: int) -> Mapping[str, Any]:
    cases = Case.objects.filter(person_id=person_id).order_by("opened_at")
    followed = Follower.objects.filter(person_id=person_id, reporter=False)
    numbers = followed.order_by("at").values_list("case__number", flat=True)
    joined = [_joined(one) for one in Joined.objects.filter(person_id=person_id).order_by("at")]
    return {"cases": [_case(case) for case in cases], "follows": list(numbers), "joined": joined}


def _joined(one: Joined) -> Mapping[str, Any]:
    """What somebody said of a case that another had reported first."""
    text = CaseText.objects.filter(pk=one.text_id or 0, erased_at=None).values_list(
        "body", flat=True
    )
    return {
        "number": one.case.number,
        "at": one.at.isoformat(),
        "place": one.place,
        "text": text.first() or "",
    }


def _case(case: Case) -> Mapping[str, Any]:
    """Also what the city wrote, and notes: they are about the person too."""
    texts = case.texts.filter(erased_at=None).order_by("id")
    return {
        "number": case.number,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "state": case.state,
        "place": case.address,
        "texts": [
            {"kind": text.kind, "at": text.at.isoformat(), "text": text.body} for text in texts
        ],
    }


def _files(person_id: int) -> Iterator[GivenFile]:
    """Photos that the person sent."""
    joined = Joined.objects.filter(person_id=person_id).values_list("photos", flat=True)
    own = Q(case__person_id=person_id) & ~Q(kind__in=[PhotoKind.EVIDENCE, PhotoKind.JOINED])
    rows = CasePhoto.objects.filter(own | Q(pk__in=[pk for ids in joined for pk in ids]))
    for row in rows.filter(erased_at=None).select_related("case", "file").order_by("pk"):
        opened = open_stored(row.file)
        if opened is not None:
            with opened.content as stored:
                yield GivenFile(name=f"{row.case.number}-{row.pk}.jpg", content=stored.read())


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    cases = Case.objects.filter(person_id=person_id).values_list("pk", "kind")
    for case_id, _kind in list(cases):
        erase_personal_data(case_id, ground="art. 17 RODO", at=at, by=by)
    forget_joined(person_id, at=at, by=by)
    formal = any(kind in FORMAL_KINDS for _pk, kind in cases)
    follows = Follower.objects.filter(person_id=person_id)
    if not formal:
        follows.delete()
    return len(cases)


def _holds(person_id: int) -> str:
    rows = Case.objects.filter(person_id=person_id, kind__in=FORMAL_KINDS).order_by("opened_at")
    numbers = ", ".join(display(number) for number in rows.values_list("number", flat=True))
    if not numbers:
        return ""
    return str(_("Sprawy formalne, które zachowuje archiwum: %(numbers)s") % {"numbers": numbers})


register_content(SealedContent(kind="text", digests=_texts))
register(
    Holder(
        name="cases",
        export=_export,
        forget=_forget,
        holds=_holds,
        expire=lambda at, preview: 0,  # by class of records: see `kck.privacy`
        files=_files,
    )
)
