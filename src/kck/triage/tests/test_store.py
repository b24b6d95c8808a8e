"""Models in the database: used by every process soon, taken back, refused when worse."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import RecordedEvent
from kck.triage.commands import KEPT, NoOther, Worse, publish_model, withdraw_model
from kck.triage.model import store
from kck.triage.model.bundle import Bundle
from kck.triage.model.lessons import Lesson
from kck.triage.model.store import current, look_again
from kck.triage.model.training import train
from kck.triage.models import TrainedModel

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, 8, tzinfo=UTC)


def packed(*codes: str) -> bytes:
    """A model that knows these categories, each by its own name."""
    lessons = [Lesson(category=code, language="pl", text=f"{code} {code}ek") for code in codes]
    return Bundle(categories=train(lessons, [], units={}), dangers=None).pack()


def card(top1: float, danger_recall: float = 1.0, judged_by: str = "a") -> dict[str, object]:
    figures = {"top1": top1, "danger_recall": danger_recall}
    return {"lessons": 2, "judged_by": judged_by, "evaluation": figures}


@pytest.fixture(autouse=True)
def _no_model_from_before(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "KCK_HOME", tmp_path)
    monkeypatch.setattr(store._Held, "bundle", None)
    monkeypatch.setattr(store._Held, "sha256", "")
    look_again()
    yield
    look_again()


@pytest.fixture(scope="module")
def first() -> bytes:
    return packed("kot", "pies")


@pytest.fixture(scope="module")
def second() -> bytes:
    return packed("dom", "most", "rzeka")


def used() -> tuple[str, ...]:
    look_again()  # as after a few seconds
    bundle = current()
    return bundle.categories.classes if bundle else ()


def test_without_a_model_there_is_none():
    assert current() is None


def test_what_is_published_is_used_and_taken_back(first: bytes, second: bytes):
    publish_model(first, card(0.8), at=AT, by=PLATFORM)
    assert used() == ("kot", "pies")
    publish_model(second, card(0.9), at=AT, by=PLATFORM)
    assert used() == ("dom", "most", "rzeka")

    withdraw_model(at=AT, by=PLATFORM)

    assert used() == ("kot", "pies")
    recorded = RecordedEvent.objects.filter(name__startswith="triage.").order_by("pk")
    assert [event.name for event in recorded] == ["triage.model_published"] * 2 + [
        "triage.model_withdrawn"
    ]
    with pytest.raises(NoOther):
        withdraw_model(at=AT, by=PLATFORM)


@pytest.mark.parametrize(("top1", "recall"), [(0.79, 1.0), (0.95, 0.9)])
def test_a_worse_model_is_refused_unless_somebody_insists(
    first: bytes, second: bytes, top1: float, recall: float
):
    publish_model(first, card(0.8), at=AT, by=PLATFORM)
    with pytest.raises(Worse):
        publish_model(second, card(top1, recall), at=AT, by=PLATFORM)
    assert used() == ("kot", "pies")

    publish_model(second, card(top1, recall), anyway=True, at=AT, by=PLATFORM)
    assert used() == ("dom", "most", "rzeka")


def test_figures_of_other_messages_do_not_compare(first: bytes, second: bytes):
    publish_model(first, card(0.9, judged_by="a"), at=AT, by=PLATFORM)
    publish_model(second, card(0.5, judged_by="b"), at=AT, by=PLATFORM)

    assert used() == ("dom", "most", "rzeka")


def test_a_spoilt_cache_is_made_anew(first: bytes, second: bytes, tmp_path):
    made = publish_model(first, card(0.8), at=AT, by=PLATFORM)
    assert used()
    publish_model(second, card(0.9), at=AT, by=PLATFORM)
    assert used()
    (tmp_path / "models" / made.sha256 / "categories" / "weights.npy").write_bytes(b"x")

    withdraw_model(at=AT, by=PLATFORM)

    assert used() == ("kot", "pies")


def test_a_model_that_cannot_be_read_leaves_the_one_before_in_use(first: bytes):
    publish_model(first, card(0.8), at=AT, by=PLATFORM)
    assert used() == ("kot", "pies")
    publish_model(b"no archive", card(0.9), at=AT, by=PLATFORM)

    assert used() == ("kot", "pies")


def test_a_few_are_kept(first: bytes):
    for _ in range(KEPT + 2):
        publish_model(first, card(0.8), at=AT, by=PLATFORM)

    assert TrainedModel.objects.count() == KEPT


def test_nobody_from_outside_decides(first: bytes):
    with pytest.raises(PermissionDenied):
        publish_model(first, card(1.0), at=AT, by=ANYBODY)
    with pytest.raises(PermissionDenied):
        withdraw_model(at=AT, by=ANYBODY)
