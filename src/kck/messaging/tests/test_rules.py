import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.messaging.rules import fill, problems, render, retry_in
from kck.messaging.terms import BACKOFF, Words


def test_gaps_are_filled_and_sections_follow_their_variable():
    text = "Nr {{ number }}.{{#due}} Do {{due}}.{{/due}}{{^due}} Bez terminu.{{/due}}"

    assert fill(text, {"number": "26-1", "due": "12 grudnia"}) == "Nr 26-1. Do 12 grudnia."
    assert fill(text, {"number": "26-1", "due": ""}) == "Nr 26-1. Bez terminu."


def test_a_hidden_section_hides_what_is_inside_it():
    text = "{{#a}}A{{#b}}B{{/b}}{{/a}}."

    assert fill(text, {"a": "", "b": "x"}) == "."
    assert fill(text, {"a": "x", "b": ""}) == "A."
    assert fill(text, {"a": "x", "b": "x"}) == "AB."


def test_a_section_on_lines_of_its_own_leaves_no_gap():
    words = Words(subject="s", body="Raz\n\n{{#a}}\nDwa {{a}}\n\n{{/a}}\nTrzy")

    assert render(words, {"a": ""}).body == "Raz\n\nTrzy"
    assert render(words, {"a": "!"}).body == "Raz\n\nDwa !\n\nTrzy"


def test_a_value_is_never_read_as_a_template():
    assert fill("{{a}}", {"a": "{{b}} {{#b}}", "b": "secret"}) == "{{b}} {{#b}}"


def test_a_subject_stays_on_one_line():
    words = Words(subject="Sprawa {{a}}", body="b")

    assert render(words, {"a": "1\r\nBcc: x@example.com"}).subject == "Sprawa 1 Bcc: x@example.com"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{numbr}} {{must}}", "Nie ma zmiennej {{numbr}}. Czy chodzi o {{number}}?"),
        ("{{xyz}} {{must}}", "Są: must, number"),
        ("{{#number}} {{must}}", "Brakuje zakończenia {{/number}}"),
        ("{{/number}} {{must}}", "nie ma swojego początku"),
        ("{{#number}}{{#must}}{{/number}}{{/must}} {{must}}", "nie ma swojego początku"),
        ("{{number} {{must}}", "Nawiasy"),
        ("tekst", "W treści musi zostać {{must}}."),
        ("  ", "Wpisz treść"),
        ("{{must}}" + "a" * 20_000, "najwyżej 10000"),
    ],
)
def test_an_editor_is_told_what_to_mend(body, said):
    found = problems(Words(subject="s", body=body), ["number", "must"], must=["must"])

    assert any(said in sentence for sentence in found), found


def test_good_words_have_no_problems():
    words = Words(subject="Nr {{number}}", body="{{#number}}{{must}}{{/number}}")

    assert problems(words, ["number", "must"], must=["must"]) == []


@given(st.text(alphabet="{}#/^a \n", max_size=60), st.text(max_size=5))
def test_filling_never_fails(text, value):
    fill(text, {"a": value})
    problems(Words(subject="s", body=text), ["a"])


def test_waiting_grows_and_ends():
    waits = [retry_in(attempts) for attempts in range(1, len(BACKOFF) + 2)]

    assert waits[-1] is None
    for wait, planned in zip(waits, BACKOFF, strict=False):
        assert wait is not None
        assert planned * 0.8 <= wait <= planned * 1.2
