import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.triage.words import grams, plain, sound, stem, words_of


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("pl", "gaz gazu gazem"),
        ("pl", "pożar pożaru pożarze pożary"),
        ("pl", "tory torach torami"),
        ("pl", "zapach zapachu zapachem"),
        ("pl", "nieprzytomny nieprzytomna nieprzytomnego"),
        ("en", "leak leaks leaking leaked"),
        ("uk", "пожежа пожежі пожежу"),
        ("uk", "запах запаху запахом"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len({stem(plain(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("gaz", "gazeta"), ("czad", "czas"), ("lód", "lada")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(plain(one), "pl") != stem(plain(other), "pl")


def test_words_know_where_they_stand_and_where_a_clause_ended() -> None:
    text = "<b>Dziura</b>, ul. Długa 12; м'яч"

    found = words_of(text)

    assert [word.plain for word in found] == ["dziura", "ul", "dluga", "12", "мяч"]
    assert [text[slice(*word.span)] for word in found] == [word.raw for word in found]
    assert [word.breaks for word in found] == [False, True, True, False, True]


def test_a_shout_is_the_word_that_was_shouted() -> None:
    assert plain("RATUNKUUUUU") == "ratunku"


def test_words_are_compared_by_their_sound() -> None:
    assert sound(plain("porzar")) == sound(plain("pożar"))


@given(st.text(max_size=300))
def test_every_span_points_into_the_text(text: str) -> None:
    for word in words_of(text):
        assert text[slice(*word.span)] == word.raw
        grams(word.plain)
        for language in ("pl", "en", "uk"):
            assert stem(word.plain, language)
