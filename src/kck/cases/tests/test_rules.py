"""What may follow from what."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.cases.rules import (
    MOVES,
    IllegalMove,
    Incomplete,
    after,
    can,
    check_ending,
    goes_to_centre,
    is_late,
    pause_shift,
)
from kck.cases.terms import FINISHED_STATES, OPEN_STATES, CaseState, Outcome

NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)


def test_every_open_state_can_be_left():
    for state in OPEN_STATES:
        assert any(can(verb, state) and after(verb, state) != state for verb in MOVES), state


def test_every_state_can_be_reached():
    reached = {move.to for move in MOVES.values() if move.to} | {CaseState.NEW}

    assert reached == set(CaseState)


def test_a_finished_case_is_not_worked_on():
    for verb in ("take", "accept", "forward", "schedule", "ask", "requalify", "recategorise"):
        for state in FINISHED_STATES:
            with pytest.raises(IllegalMove, match=str(state.label)):
                after(verb, state)


def test_a_merged_case_can_only_be_unmerged():
    assert [verb for verb in MOVES if can(verb, CaseState.MERGED)] == ["unmerge"]


@given(st.sampled_from(sorted(MOVES)), st.sampled_from(CaseState))
def test_a_move_leads_where_the_table_says_or_nowhere(verb, state):
    move = MOVES[verb]

    if state in move.sources:
        assert after(verb, state) == (move.to or state)
    else:
        with pytest.raises(IllegalMove):
            after(verb, state)


@pytest.mark.parametrize(("times", "centre"), [(1, False), (2, True), (3, True)])
def test_the_second_hand_back_goes_to_the_centre(times, centre):
    assert goes_to_centre(times) is centre


def test_an_ending_needs_words():
    with pytest.raises(Incomplete, match="10"):
        check_ending(outcome=Outcome.DONE, words="ok", photo_needed=False, has_photo=False)


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.DONE_FOR_NOW])
def test_where_evidence_is_demanded_fixed_needs_a_photo(outcome):
    with pytest.raises(Incomplete):
        check_ending(outcome=outcome, words="Dziura załatana.", photo_needed=True, has_photo=False)

    check_ending(outcome=outcome, words="Dziura załatana.", photo_needed=True, has_photo=True)


def test_an_ending_without_a_fix_needs_no_photo():
    check_ending(
        outcome=Outcome.NOT_FOUND,
        words="Na miejscu nic nie ma.",
        photo_needed=True,
        has_photo=False,
    )


@given(st.integers(min_value=-(10**6), max_value=10**6))
def test_a_pause_never_brings_a_deadline_nearer(minutes):
    assert pause_shift(NOON, NOON + timedelta(minutes=minutes)) >= timedelta(0)


@pytest.mark.parametrize(
    ("due", "state", "done", "late"),
    [
        (None, CaseState.NEW, None, False),
        (NOON + timedelta(hours=1), CaseState.NEW, None, False),
        (NOON - timedelta(hours=1), CaseState.NEW, None, True),
        (NOON - timedelta(hours=1), CaseState.WAITING, None, False),
        (NOON - timedelta(hours=1), CaseState.CLOSED, NOON - timedelta(hours=2), False),
        (NOON - timedelta(hours=1), CaseState.CLOSED, NOON, True),
    ],
)
def test_late_means_the_promise_is_broken(due, state, done, late):
    assert is_late(due, state, done, NOON) is late
