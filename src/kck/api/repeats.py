"""Writing: with `Idempotency-Key` at most once, with `If-Match` only what was read."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from pydantic_core import to_json

from kck.api.callers import Call
from kck.api.problems import Problem, changed, invalid
from kck.cases.commands import expect_unchanged
from kck.cases.queries.desk_case import last_seq
from kck.foundation.once import Answer, OtherCall, once
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _

HEADER = "Idempotency-Key"
# long enough that two strangers do not choose the same one
_KEY = re.compile(r"[\x21-\x7e]{16,128}")
# our tags begin with the place of the last thing that happened to the case
_TAG = re.compile(r'^(?:W/)?"(\d{1,9})\.')

Do = Callable[[], Answer]


def said(content: Any, *, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status=status, body=to_json(content))


def write(call: Call, do: Do, *, content: bytes | None = None) -> HttpResponse:
    """Do it in one transaction; with a key at most once. `content` stands for a body of parts."""
    answer = _done(call, do, content)
    response = HttpResponse(answer.body, content_type="application/json", status=answer.status)
    response.headers["Cache-Control"] = "private, no-store"
    if answer.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _done(call: Call, do: Do, content: bytes | None) -> Answer:
    key = call.headers.get(HEADER)
    if key is None:
        with unit_of_work():
            return do()
    if not _KEY.fullmatch(key):
        words = _("Klucz ma od 16 do 128 znaków ASCII bez odstępów, najlepiej UUID.")
        raise invalid(HEADER, words)
    try:
        return once(f"api:{_scope(call)}:{key}", _fingerprint(call, content), do)
    except OtherCall as other:
        words = _("Pod tym kluczem przyszło już inne zapytanie. Nowemu daj nowy klucz.")
        raise Problem(kind="key-reused", detail=str(words)) from other


def _scope(call: Call) -> str:
    """A phone changes its address between two tries: strangers share one room for their keys."""
    return "stranger" if call.caller.kind == "stranger" else call.caller.name


def _fingerprint(call: Call, content: bytes | None) -> str:
    asked = f"{call.method} {call.path_info}\n".encode()
    return hashlib.sha256(asked + (call.body if content is None else content)).hexdigest()


def hold(call: Call, case_id: int) -> None:
    """Within a write: hold the case; `Problem` 412 when it is not what `If-Match` says it was."""
    wanted = call.headers.get("If-Match", "").strip()
    if wanted in ("", "*"):
        return
    seen = [int(tag[1]) for one in wanted.split(",") if (tag := _TAG.match(one.strip()))]
    expect_unchanged(case_id, seq=max(seen, default=-1), by=call.caller.actor, even_own=True)
    if last_seq(case_id) not in seen:
        raise changed()
