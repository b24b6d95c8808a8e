from datetime import date

import httpx2
import pytest

from kck.channels.ezd import transports
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.sending import send_due
from kck.channels.ezd.tests.filing import a_petition, asked, later, state_of
from kck.channels.ezd.transports import Webhook

pytestmark = pytest.mark.django_db


def answering(*answers):
    """A far end with these answers, one after another; keeps what it was sent."""
    left, got = list(answers), []

    def answer(request):
        got.append((request.headers, request.read()))
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, Exception):
            raise one
        return one if isinstance(one, httpx2.Response) else one(got)

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return Webhook("https://ezd.test/kck", "secret", client), got


def agreeing(package, **more):
    return httpx2.Response(200, json={"package_id": package.package_id, **more})


def test_it_is_posted_with_token_and_key():
    package = asked(a_petition())
    far_end, got = answering(lambda got: agreeing(package))

    assert send_due(far_end) == 1

    [(headers, body)] = got
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == package.package_id
    assert b"PK\x03\x04" in body
    assert state_of(package) == "sent"


def test_a_receipt_within_the_answer_is_kept():
    package = asked(a_petition())
    receipt = {"number": "OR-01.152.3.2026", "date": "2026-02-04"}
    far_end, _got = answering(lambda got: agreeing(package, receipt=receipt))

    send_due(far_end)

    assert state_of(package) == "received"
    assert (package.receipt_number, package.receipt_on) == ("OR-01.152.3.2026", date(2026, 2, 4))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx2.Response(200, text="<html>Login</html>"), "niezrozumiała"),
        (httpx2.Response(200, json=[]), "niezrozumiała"),
        (httpx2.Response(200, json={"ok": True}), "nie potwierdził"),
        (httpx2.Response(200, json={"package_id": "kck-krakow.pl-260000017"}), "nie potwierdził"),
        (httpx2.Response(200, content=b"x" * 100_000), "zbyt wiele"),
        (httpx2.Response(302, headers={"Location": "https://ezd.test/login"}), "302"),
        (httpx2.Response(503), "503"),
        (httpx2.Response(401), "401"),
        (httpx2.ReadTimeout("slow"), "nie odpowiada"),
        (httpx2.ConnectError("no"), "nie odpowiada"),
    ],
)
def test_a_far_end_that_talks_nonsense_has_not_taken_it(answer, said):
    package = asked(a_petition())
    far_end, _got = answering(answer)

    assert send_due(far_end) == 0

    assert state_of(package) == "waiting"
    assert said in package.reason


def test_a_refusal_for_good_is_not_repeated():
    package = asked(a_petition())
    far_end, _got = answering(httpx2.Response(413))

    send_due(far_end)

    assert (state_of(package), package.attempts) == ("stuck", 1)


def test_a_lost_answer_is_asked_for_again_with_the_same_key(monkeypatch):
    package = asked(a_petition())
    far_end, got = answering(
        httpx2.ReadTimeout("lost"),
        lambda got: httpx2.Response(409, json={"package_id": package.package_id}),
    )

    send_due(far_end)
    later(monkeypatch)
    send_due(far_end)

    assert state_of(package) == "sent"
    assert len({headers["Idempotency-Key"] for headers, _body in got}) == 1
    assert len({headers["X-Package-SHA256"] for headers, _body in got}) == 1


def test_a_far_end_that_drips_is_not_waited_for(monkeypatch):
    package = asked(a_petition())
    moments = iter(range(0, 100_000, 40))
    monkeypatch.setattr(transports.time, "monotonic", lambda: next(moments))
    drops = httpx2.Response(200, content=iter([b"{", b" ", b" "]))
    far_end, _got = answering(drops)

    send_due(far_end, seconds=10_000)

    assert "zbyt długo" in RecordsPackage.objects.get().reason
    assert state_of(package) == "waiting"
