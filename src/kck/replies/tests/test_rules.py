import pytest

from kck.replies.rules import closeness, filled, fits, problems
from kck.replies.terms import Limits, Situation

HERE = Situation(
    purpose="answer", units=frozenset({"ZDMK"}), group="roads", category="roads-pothole",
    state="new",
)  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, True),
        ({"units": ["ZDMK", "ZZM"]}, True),
        ({"units": ["ZZM"]}, False),
        ({"groups": ["roads"]}, True),
        ({"categories": ["roads-pothole"]}, True),
        ({"categories": ["lighting-single-lamp"], "groups": ["roads"]}, True),
        ({"categories": ["lighting-single-lamp"]}, False),
        ({"states": ["done"]}, False),
        ({"outcomes": ["done"]}, True),  # no outcome is chosen yet
    ],
)
def test_a_text_fits_where_none_of_its_limits_is_broken(limits, expected):
    assert fits(Limits(purposes=["answer"], **limits), HERE) is expected


def test_a_text_for_something_else_never_fits():
    assert not fits(Limits(purposes=["ask"]), HERE)


def test_the_closest_and_the_most_used_come_first():
    category = Limits(purposes=["answer"], categories=["roads-pothole"])
    group = Limits(purposes=["answer"], groups=["roads"])

    assert closeness(category, HERE, 0) > closeness(group, HERE, 0)
    assert closeness(group, HERE, 5) > closeness(category, HERE, 0)
    assert closeness(group, HERE, 500) == closeness(group, HERE, 6)


def test_polish_is_needed_and_another_language_only_when_it_was_begun():
    assert problems({"pl": "X"}, {"pl": "Y"}, ["answer"]) == []
    assert problems({}, {"pl": "Y"}, ["answer"])
    assert problems({"pl": "X", "en": "X"}, {"pl": "Y"}, ["answer"])


def test_an_unknown_gap_is_refused_with_the_one_that_was_meant():
    assert "{{number}}" in problems({"pl": "X"}, {"pl": "{{numer}}"}, ["answer"])[0]


def test_gaps_without_anything_leave_no_trace():
    assert filled("Jedziemy{{#place}} na {{place}}{{/place}}.", {"place": ""}) == "Jedziemy."
    assert filled("{{#promise}}{{promise}}.{{/promise}} Napiszemy.", {}) == "Napiszemy."
