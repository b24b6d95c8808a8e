from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation

from kck.cases.queries.desk import QueueRow, View
from kck.cases.terms import CaseState
from kck.desk.lines import lines_for
from kck.foundation.text import _

DUE = datetime(2026, 7, 5, 22, 30, tzinfo=UTC)  # past midnight in the city
ROW = QueueRow(
    id=7, number="260045127", category="Dziura w jezdni", place="Długa 1", channel="web",
    unit="ZDMK", state=CaseState.NEW, priority="P3", due_at=DUE, clock=_("obiecany"),
    left="za 2 godz.", paused_until=None, late=False, handler="Anna Maria Kot", disputes=0,
    hand_backs=0, danger=False, needs_triage=False, times=0, opened_at=DUE, waiting_on="",
)  # fmt: skip


def drawn(view=View.UNIT, *, me="Jan", several_units=False, **changes):
    lines = lines_for(view, me=me, several_units=several_units)
    return lines.drawn([replace(ROW, **changes)])


def test_a_line_opens_its_case_and_can_be_picked():
    line = drawn()

    assert '<a class="number" href="/desk/case/260045127/">26-004512-7</a>' in line
    assert 'value="7" form="chosen" aria-label="Zaznacz 26-004512-7"' in line


@pytest.mark.parametrize(
    "field", ["category", "place", "channel", "unit", "handler", "clock", "left"]
)
def test_nothing_that_somebody_typed_becomes_part_of_the_page(field):
    line = drawn(several_units=True, **{field: '<img src="x">&\''})

    assert "<img" not in line
    assert "&lt;img src=&quot;x&quot;&gt;&amp;&#x27;" in line


def test_moments_are_in_the_citys_time():
    assert '<time datetime="2026-07-06T00:30:00+02:00" title="6.07, 00:30">' in drawn()
    assert '<due-time datetime="2026-07-06T00:30:00+02:00">6.07, 00:30</due-time>' in drawn(left="")
    assert "czeka na zgłaszającego do 6.07" in drawn(due_at=None, paused_until=DUE)
    assert "bez terminu" in drawn(due_at=None)


def test_what_is_late_says_so_without_its_colour():
    assert "Po terminie:" in drawn(late=True)
    assert "Po terminie:" not in drawn()


def test_danger_and_what_comes_back_stand_beside_what_it_is_about():
    assert "zagrożenie</span> Dziura w jezdni" in drawn(danger=True, priority="P1")
    assert ">P1</span> Dziura w jezdni" in drawn(priority="P1")
    assert "wraca 3×" in drawn(times=3)
    assert "wraca" not in drawn(times=2)


def test_a_state_is_told_once_it_is_known_where_the_case_belongs():
    assert "do rozstrzygnięcia" in drawn(needs_triage=True)
    assert "nowa" not in drawn(needs_triage=True)
    assert 'title="zakwestionowana"' in drawn(disputes=1)


def test_among_ones_own_is_marked_what_is_done_for_somebody_else():
    assert "za:" in drawn(View.MINE)
    assert "za:" not in drawn(View.MINE, me="Anna Maria Kot")
    assert "za:" not in drawn(View.UNIT)
    assert '<span title="Anna Maria Kot">A. Kot</span>' in drawn()
    assert '<span aria-label="nikt">–</span>' in drawn(View.MINE, handler="")


def test_units_stand_only_where_there_may_be_several():
    assert "ZDMK" in drawn(several_units=True)
    assert "ZDMK" not in drawn()


def test_a_line_speaks_the_readers_language():
    with translation.override("en"):
        assert "Late:" in drawn(late=True)
