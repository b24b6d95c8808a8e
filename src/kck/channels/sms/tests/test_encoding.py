"""A text is measured as phones measure it, and never loses a letter by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.channels.sms.alphabet import DEFAULT, EXTENDED
from kck.channels.sms.encoding import (
    Encoding,
    encoding_of,
    measure,
    offer,
    places,
    split,
    without_diacritics,
)

GSM = st.text(alphabet=sorted(DEFAULT | EXTENDED), max_size=700)
ANY = st.text(max_size=400)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts", "left"),
    [
        ("", "gsm", 0, 0, 160),
        ("a" * 160, "gsm", 160, 1, 0),
        ("a" * 161, "gsm", 161, 2, 145),
        ("a" * 306, "gsm", 306, 2, 0),
        ("a" * 307, "gsm", 307, 3, 152),
        ("€" * 80, "gsm", 160, 1, 0),
        ("ż" * 70, "ucs2", 70, 1, 0),
        ("ż" * 71, "ucs2", 71, 2, 63),
        ("ż" * 134, "ucs2", 134, 2, 0),
        ("😀" * 35, "ucs2", 70, 1, 0),
        ("é à Ω ß", "gsm", 7, 1, 153),
        ("ё", "ucs2", 1, 1, 69),
    ],
)
def test_parts_are_counted_as_phones_count_them(text, encoding, units, parts, left):
    found = measure(text)
    assert (found.encoding, found.units, found.parts, found.left) == (encoding, units, parts, left)


def test_a_sign_of_two_places_is_not_divided_between_parts():
    text = "a" * 152 + "€" + "b" * 100
    assert [len(one) for one in split(text)] == [152, 101]
    assert measure(text).parts == 2
    # 306 places would fit into two parts, if the sign could be divided
    assert measure("a" * 152 + "€" + "b" * 152).parts == 3
    faces = "ż" + "😀" * 67
    assert all("\ud83d" not in part for part in split(faces))
    assert measure(faces).parts == len(split(faces)) == 3


@given(st.one_of(GSM, ANY))
def test_parts_joined_are_the_text_and_each_has_room(text):
    parts = split(text)
    encoding = encoding_of(text)
    room = {Encoding.GSM: (160, 153), Encoding.UCS2: (70, 67)}[encoding][len(parts) > 1]
    assert "".join(parts) == text
    assert measure(text).parts == len(parts)
    assert all(sum(places(one, encoding) for one in part) <= room for part in parts)


@given(GSM)
def test_what_phones_can_write_is_left_as_it_is(text):
    assert without_diacritics(text) == text
    assert offer(text).plain_text == ""


@given(ANY)
def test_without_marks_twice_is_once_and_never_takes_more_of_a_phones_alphabet(text):
    once = without_diacritics(text)
    assert without_diacritics(once) == once


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zażółć gęślą jaźń", "Zazolc gesla jazn"),
        ("ŁÓDŹ – „Ćma”", 'LODZ - "Cma"'),
        ("Їжак і Юля п’ють чай", "Yizhak i Yulia p'iut chai"),
        ("Щось", "Shchos"),
        ("naïve ﬁn", "naive fin"),
        ("漢字 😀", "漢字 😀"),
    ],
)
def test_letters_become_what_people_write_without_marks(text, plain):
    assert without_diacritics(text) == plain


def test_the_offer_says_what_it_would_save():
    found = offer("ż" * 150)
    assert (found.as_written.parts, found.plain.parts, found.saves) == (3, 1, 2)
    assert found.plain_text == "z" * 150
