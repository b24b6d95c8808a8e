import pytest

from kck.triage.language import detect
from kck.triage.words import words_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dziura w jezdni na Wielickiej", "pl"),
        ("dziura w drodze kolo przystanku", "pl"),
        ("smieci niewywiezione", "pl"),
        ("broken street light", "en"),
        ("The bin at Długa is full", "en"),
        ("My address is ul. Wielicka 12, no water since morning", "en"),
        ("не світить ліхтар", "uk"),
        ("Яма на вул. Wielicka", "uk"),
        ("не работает фонарь", "uk"),
        ("", "pl"),
        ("112", "pl"),
        ("🙂", "pl"),
    ],
)
def test_the_language_is_that_of_most_of_the_text(text: str, language: str) -> None:
    assert detect(text, words_of(text)) == language


def test_the_reader_decides_where_the_text_does_not() -> None:
    assert detect("123", words_of("123"), otherwise="en") == "en"
    assert detect("Dziura w jezdni", words_of("Dziura w jezdni"), otherwise="en") == "pl"
