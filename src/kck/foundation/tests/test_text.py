"""Folding, cleaning, Polish order."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kck.foundation.text import clean, fold, has_controls, localized, polish_sort_key


def test_folding_forgets_polish_letters():
    assert fold("Zażółć GĘŚLĄ jaźń") == "zazolc gesla jazn"


def test_polish_order_is_not_the_order_of_codes():
    words = ["żaba", "źdźbło", "zupa", "łąka", "lato", "ćma", "cytryna", "1 Maja"]

    ordered = ["1 Maja", "cytryna", "ćma", "lato", "łąka", "zupa", "źdźbło", "żaba"]
    assert sorted(words, key=polish_sort_key) == ordered


def test_cleaning_removes_what_hides_or_turns_a_text():
    assert clean("a\x00b\u202ec\u200bd\r\ne") == "abcd\ne"


def test_line_breaks_and_tabs_are_no_control_characters():
    assert not has_controls("a\r\n\tb\rc ą\u202e")
    assert all(has_controls(f"a{sign}") for sign in "\x00\x0b\x1b\x7f\x85")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)

    assert clean(once) == once
    assert "\x00" not in once
    assert unicodedata.is_normalized("NFC", once)


def test_a_missing_language_falls_back_to_polish():
    assert localized({"pl": "Drogi", "en": ""}, "en") == "Drogi"
