"""Only whole texts are keywords; a word inside a sentence is part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.channels.sms.keywords import Word, meant
from kck.foundation.numbers import display, make


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("STOP", "stop", ""), ("Stop.", "stop", ""), ("stop sms", "stop", ""),
        ("KONIEC", "stop", "pl"), ("СТОП", "stop", "uk"), ("start", "start", ""),
        ("POMOC", "help", "pl"), ("Help!", "help", "en"), ("Допомога", "help", "uk"),
        ("TAK", "yes", "pl"), ("Tak, naprawione, dziękuję", "yes", "pl"), ("так", "yes", "uk"),
        ("Підтверджую", "yes", "uk"), ("NIE", "no", "pl"), ("ні", "no", "uk"),
        ("Stop, proszę nie kosić łąki", "", ""), ("Pomocy! Pali się", "", ""),
        ("Tak, ale nadal cieknie", "", ""), ("tak nie jest naprawione", "", ""), ("", "", ""),
        ("Koniec świata na Długiej", "", ""),
    ],
)  # fmt: skip
def test_keywords(text, word, language):
    found = meant(text)
    assert (found.word, found.language) == (Word(word), language)


NUMBER = make(2026, 4512)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NUMBER, ""), (display(NUMBER), ""), (f"Status {display(NUMBER)}", ""),
        (f"{NUMBER} 48210937", "48210937"), (f"{display(NUMBER)} 4821 0937", "48210937"),
        (f"sprawa nr {display(NUMBER)}, kod: 4821-0937", "48210937"),
        (f"статус {NUMBER} код 48210937", "48210937"),
    ],
)  # fmt: skip
def test_number_and_code_in_any_form(text, code):
    found = meant(text)
    assert (found.word, found.number, found.code) == (Word.STATUS, NUMBER, code)


@pytest.mark.parametrize("text", ["600100200 dzwonić po 16", f"{NUMBER} nadal nie działa", "112"])
def test_digits_among_words_are_words(text):
    assert meant(text).word == Word.NONE


@given(st.text(max_size=200))
def test_nothing_breaks_it(text):
    meant(text)
