import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from kck.foundation import clock
from kck.foundation.limits import Bundles
from kck.foundation.models import KeptAnswer, Tally
from kck.foundation.once import Answer, OtherCall, forget_answers, once, said_before

FIRST = Answer(status=201, body=b"one", headers={"X": "1"})
KEY = "caller:key"


class Work:
    """Counts how often it was done."""

    def __init__(self, *, failing: int = 0, taking: float = 0) -> None:
        self.times, self._failing, self._taking = 0, failing, taking

    def __call__(self) -> Answer:
        self.times += 1
        time.sleep(self._taking)
        if self.times <= self._failing:
            raise ValueError("not yet")
        return FIRST


@pytest.mark.django_db
def test_the_same_call_again_gets_the_same_answer_and_nothing_is_done():
    work = Work()

    first, again = once(KEY, "body", work), once(KEY, "body", work)

    assert work.times == 1
    assert (again.status, again.body, again.headers) == (201, b"one", {"X": "1"})
    assert (first.again, again.again) == (False, True)
    assert KEY not in KeptAnswer.objects.get().key


@pytest.mark.django_db
def test_another_call_under_the_key_is_refused_and_other_keys_are_other_calls():
    work = Work()
    once(KEY, "body", work)

    with pytest.raises(OtherCall):
        once(KEY, "other body", work)
    once("caller:other", "other body", work)

    assert work.times == 2


@pytest.mark.django_db
def test_what_failed_may_be_tried_again():
    work = Work(failing=1)

    with pytest.raises(ValueError, match="not yet"):
        once(KEY, "body", work)

    assert once(KEY, "body", work).body == b"one"


@pytest.mark.django_db
def test_after_a_day_the_key_is_free_and_the_answer_forgotten():
    work = Work()
    once(KEY, "body", work)
    KeptAnswer.objects.update(at=clock.real_now() - timedelta(hours=24, seconds=1))

    once(KEY, "other body", work)
    KeptAnswer.objects.update(at=clock.real_now() - timedelta(hours=25))

    assert work.times == 2
    assert forget_answers() == 1
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failing", [0, 1])
def test_of_two_at_once_one_works_and_the_other_waits_for_its_answer(failing: int):
    work, answers = Work(failing=failing, taking=0.2), list[Answer]()

    def call() -> None:
        try:
            answers.append(once(KEY, "body", work))
        except ValueError:
            pass
        finally:
            connection.close()

    _together(call, call, call)

    assert work.times == 1 + failing
    assert len(answers) == 3 - failing
    assert {answer.body for answer in answers} == {b"one"}
    assert sum(not answer.again for answer in answers) == 1


def _together(*calls: Callable[[], None]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db
def test_calls_are_counted_by_the_bundle_and_the_limit_holds():
    bundles = Bundles(limit=50, seconds=3600, size=20)

    granted = [bundles.allow("a") for _ in range(60)]
    other = bundles.allow("b")

    assert granted.count(True) == 50
    assert granted[:50] == [True] * 50
    assert other
    assert Tally.objects.count() == 2


@pytest.mark.django_db
def test_two_processes_share_one_limit():
    one, two = (Bundles(limit=50, seconds=3600, size=20) for _ in range(2))

    granted = [process.allow("a") for _ in range(40) for process in (one, two)]

    assert 50 - 20 <= granted.count(True) <= 50


@pytest.mark.django_db
def test_what_must_be_known_for_a_month_is():
    once(KEY, "body", Work(), kept_for=timedelta(days=30))
    KeptAnswer.objects.update(at=KeptAnswer.objects.get().at - timedelta(days=29))

    assert forget_answers() == 0
    assert (answer := said_before(KEY, "body")) is not None
    assert (answer.body, answer.again) == (b"one", True)


@pytest.mark.django_db
def test_nothing_was_said_before_the_first_call():
    assert said_before(KEY, "body") is None

    once(KEY, "body", Work())

    with pytest.raises(OtherCall):
        said_before(KEY, "another")
