"""The reporter's own case: opened by number and code, or by the token that was given with them."""

import secrets
from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from ninja import Router

from kck.api import told
from kck.api.answers import no_other, private
from kck.api.callers import Call, within
from kck.api.cases import canonical
from kck.api.given import DisagreeIn, NothingIn, PhotosIn, ReplyIn
from kck.api.history import history
from kck.api.problems import invalid, not_found, too_often
from kck.api.render import Told, named, outcome_of, place
from kck.api.repeats import hold, said, write
from kck.api.uploads import drafts
from kck.cases.commands import add_photos, confirm, disagree, withdraw
from kck.cases.queries.access import case_by_code, case_by_token, photo_of, reporter_of
from kck.cases.queries.desk_case import last_seq
from kck.cases.queries.promise import promise_words
from kck.cases.queries.timeline import timeline
from kck.cases.rules import can
from kck.cases.terms import OPEN_STATES, CaseState, Closing, PhotoKind, TextKind
from kck.directory.queries import snapshot
from kck.files.http import serve
from kck.foundation import clock
from kck.foundation.limits import allow
from kck.foundation.numbers import display
from kck.foundation.once import Answer
from kck.foundation.text import _
from kck.intake.commands import follow_up
from kck.intake.terms import Channel, Incoming

router = Router(tags=["My case"])
ACTS_PER_HOUR = 60
TRIES, TRIES_OF_A_NUMBER, WINDOW = 20, 10, 900
_NO_SUCH = _("Numer i kod nie pasują do siebie. Sprawdź oba.")
_ON_THE_PHOTO = _("Odpowiedź jest na zdjęciu.")
Act = Callable[[Any], object]


@router.get("/my-case/{number}", response=told.MyCase, operation_id="get_my_case")
def get_my_case(request: Call, number: str) -> HttpResponse:
    """All that the reporter may read. Keep `token` and send it as Case-Token from then on."""
    no_other(request)
    case = opened(request, number)
    return private(request, _told(case), before=f"{last_seq(case.pk)}.")


@router.get(
    "/my-case/{number}/photos/{uuid:public_id}/{size}", operation_id="get_my_photo",
    openapi_extra={"responses": {200: {"content": {"image/jpeg": {}, "image/webp": {}}}}},
)  # fmt: skip
def get_my_photo(
    request: Call, number: str, public_id: UUID, size: Literal["full", "960", "320"]
) -> Any:
    """Any photo of this very case, published or not."""
    stored = photo_of(opened(request, number), public_id)
    if stored is None:
        raise Http404
    return serve(stored, size, request=request)


@router.post("/my-case/{number}/reply", response=told.Moved, operation_id="reply")
def post_reply(request: Call, number: str, body: ReplyIn) -> HttpResponse:
    """Answer the city's question, or add something: words, photos, or both."""
    if not body.text and not body.photos:
        raise invalid("text", _("Napisz coś albo dodaj zdjęcie."))

    def act(case: Any) -> None:
        waiting = case.state == CaseState.WAITING
        text = body.text or (str(_ON_THE_PHOTO) if waiting else "")
        _follow(case, text, drafts(body.photos))

    return _act(request, number, act)


@router.post("/my-case/{number}/photos", response=told.Moved, operation_id="add_my_photos")
def post_photos(request: Call, number: str, body: PhotosIn) -> HttpResponse:
    """Add photos of the problem."""
    return _act(request, number, lambda case: _follow(case, "", drafts(body.photos)))


@router.post("/my-case/{number}/confirm", response=told.Moved, operation_id="confirm")
def post_confirm(request: Call, number: str, body: NothingIn | None = None) -> HttpResponse:
    """Solved, says the reporter. Saying it again changes nothing."""
    return _act(
        request, number, lambda case: confirm(case.pk, at=clock.now(), by=reporter_of(case))
    )


@router.post("/my-case/{number}/disagree", response=told.Moved, operation_id="disagree")
def post_disagree(request: Call, number: str, body: DisagreeIn) -> HttpResponse:
    """Not solved: it goes back, to somebody else than who finished it."""

    def act(case: Any) -> None:
        at, by, files = clock.now(), reporter_of(case), drafts(body.photos)
        disagree(case.pk, text=body.text, at=at, by=by)
        if files:
            add_photos(case.pk, files=files, kind=PhotoKind.ADDED, at=at, by=by)

    return _act(request, number, act)


@router.post("/my-case/{number}/withdraw", response=told.Moved, operation_id="withdraw")
def post_withdraw(request: Call, number: str, body: NothingIn | None = None) -> HttpResponse:
    """Take it back."""
    return _act(
        request, number, lambda case: withdraw(case.pk, at=clock.now(), by=reporter_of(case))
    )


def _follow(case: Any, text: str, photos: tuple[UUID, ...]) -> None:
    incoming = Incoming(
        channel=Channel.API,
        far_end_id=secrets.token_urlsafe(24),
        text=text,
        language=case.language,
        photos=photos,
    )
    follow_up(case.pk, incoming=incoming, at=clock.now(), by=reporter_of(case))


def _act(request: Call, number: str, act: Act) -> HttpResponse:
    no_other(request)
    case = opened(request, number)
    within(request, "acts", limit=ACTS_PER_HOUR)

    def do() -> Answer:
        hold(request, case.pk)
        act(case)
        case.refresh_from_db()
        return said(moved(case))

    return write(request, do)


def moved(case: Any) -> Told:
    """What an act has made of the case."""
    return {
        "number": case.number,
        "state": str(case.state),
        "state_name": str(CaseState(case.state).label),
        "waiting_on": str(case.waiting_on),
        "updated_at": case.updated_at,
    }


def opened(request: Call, number: str) -> Any:
    """The case, for whoever holds its token or its code; nobody is told which of them is wrong."""
    number, headers = canonical(number), request.headers
    if token := headers.get("Case-Token", ""):
        case = case_by_token(token)
        if case is None or case.number != number:
            raise not_found(_NO_SUCH)
        return case
    within(request, "find", limit=TRIES, seconds=WINDOW)
    # the same count as on the page: many strangers may try the codes of one case
    if not allow(f"portal:find-number:{number}", limit=TRIES_OF_A_NUMBER, seconds=WINDOW):
        raise too_often(WINDOW)
    case = case_by_code(number, headers.get("Case-Code", "")[:40])
    if case is None:
        raise not_found(_NO_SUCH)
    return case


def _told(case: Any) -> Told:
    city, at, state = snapshot(clock.now()), clock.now(), CaseState(case.state)
    entries = timeline(case, for_staff=False)
    return {
        "number": case.number,
        "shown": display(case.number),
        "token": case.token,
        "link": f"{settings.SITE_URL}/s/{case.token}",
        "kind": case.kind,
        "category": named(city.category_by_id(case.category_id)),
        "unit": named(city.unit_by_id(case.unit_id)),
        "state": case.state,
        "state_name": str(state.label),
        **outcome_of(case.outcome),
        "waiting_on": case.waiting_on,
        "question": _question(entries) if state == CaseState.WAITING else "",
        "promise": _promise(case, state, at),
        "place": place(case.address, case.district, case.lat, case.lon),
        **{name: getattr(case, name) for name in _MOMENTS},
        "merged_into": case.merged_into.number if case.merged_into else None,
        "may": _may(case, state),
        "history": history(entries),
    }


_MOMENTS = (
    "opened_at",
    "updated_at",
    "due_at",
    "legal_due_at",
    "scheduled_at",
    "returns_at",
    "done_at",
    "closed_at",
)


def _question(entries: Any) -> str:
    asked = [
        words.body for entry in entries for words in entry.words if words.kind == TextKind.QUESTION
    ]
    return asked[-1] if asked else ""


def _promise(case: Any, state: CaseState, at: Any) -> str:
    """Nothing is promised before it is known who promises, nor while the clock stands."""
    if case.needs_triage or state not in OPEN_STATES or state == CaseState.WAITING:
        return ""
    return promise_words(case, at=at)


def _may(case: Any, state: CaseState) -> list[str]:
    possible = {
        "reply": can("add", state) or can("reply", state),
        "confirm": state == CaseState.DONE or case.closing == Closing.SILENCE,
        "disagree": can("disagree", state),
        "withdraw": can("withdraw", state),
    }
    return [name for name, yes in possible.items() if yes]
