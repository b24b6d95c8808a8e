"""How messages are judged: by hand-made answers, whatever triage would have said."""

from datetime import UTC, datetime

import pytest

from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.triage.evaluation import WrongTable, answers, confusions, figures, read_messages
from kck.triage.terms import Language, Matter, PlaceFound, Suggestion, Triage, Urgency

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
TABLE = """id,lang,channel,text,category,also_ok,danger,matters,place
a,pl,web,dziura,roads-pothole,,none,1,ul. Długa
b,pl,sms,kosz,waste-street-litter,waste-overflowing-bin|waste-park-litter,none,1,
c,en,sms,pothole and bin,roads-pothole;waste-street-litter,,none,2,
d,pl,web,cisza,roads-pothole,,112,1,
e,pl,web,nic,,,,,
"""


def said(*codes: str, sure: bool = False, place: str = "") -> Matter:
    places = (PlaceFound(span=(0, 1), text=place, base=place),) if place else ()
    return Matter(
        span=(0, 1),
        text="x",
        categories=tuple(
            Suggestion(code=code, probability=0.9 - at / 10, words=())
            for at, code in enumerate(codes)
        ),
        kind=CaseKind.REPORT,
        place_candidates=places,
        personal_data=(),
        urgency=Urgency.NORMAL,
        sure=sure,
    )


SAID = {
    "dziura": (said("roads-pothole", sure=True, place="Długa"),),
    "kosz": (said("waste-park-litter", "roads-pothole", sure=True),),
    "pothole and bin": (said("waste-street-litter"), said("roads-pothole")),
    "cisza": (said("lighting-single-lamp", "roads-pothole", sure=True),),
    "nic": (),
}


def judged():
    return list(
        answers(
            read_messages(TABLE),
            lambda text, _channel: Triage(danger=None, language=Language.PL, matters=SAID[text]),
            snapshot(AT),
        )
    )


def test_what_is_empty_is_not_judged():
    found = figures(judged())

    assert found["n"] == 5
    assert found["top1"] == 0.75  # three of four; also_ok is right too
    assert found["top3"] == 1.0
    assert found["danger_recall"] == 0.0
    assert found["danger_false_alarms"] == 0.0
    assert found["matters"] == 1.0
    assert found["place"] == 1.0


def test_what_is_automatic_is_one_sure_matter():
    found = figures(judged())

    assert found["automatic_coverage"] == 0.75
    assert found["automatic_error"] == pytest.approx(1 / 3, abs=1e-3)


def test_parts_have_the_same_figures():
    found = figures(judged())

    assert found["by_language"]["en"]["top1"] == 1.0
    assert found["by_channel"]["sms"]["n"] == 2
    assert found["by_category"]["roads-pothole"]["n"] == 3
    assert found["by_language"]["en"]["place"] is None


def test_what_is_taken_for_what():
    assert confusions(judged()) == [("roads-pothole", "lighting-single-lamp", 1)]


def test_a_table_without_texts_is_refused_and_one_with_texts_alone_is_read():
    with pytest.raises(WrongTable):
        read_messages("id,lang\n1,pl\n")
    assert [one.text for one in read_messages("text\nraz\n\ndwa\n")] == ["raz", "dwa"]
