"""Where one message is cut into several matters."""

from collections.abc import Sequence

import pytest

from kck.triage.matters import MOST, Part, parts_of
from kck.triage.words import Word, words_of

TELLING = {"dziura": "roads", "lampa": "lamps", "kosz": "waste", "pothole": "roads", "bin": "waste"}


def opinion(words: Sequence[Word]) -> str:
    return next((TELLING[word.plain] for word in words if word.plain in TELLING), "")


def cut(text: str) -> list[str]:
    parts: list[Part] = parts_of(text, words_of(text), opinion)
    return [text[slice(*part.span)] for part in parts]


def test_sentences_about_different_things_are_matters():
    assert cut("Na Długiej jest dziura w jezdni. Obok nie świeci też lampa na słupie.") == [
        "Na Długiej jest dziura w jezdni",
        "Obok nie świeci też lampa na słupie",
    ]


def test_a_joint_is_enough():
    assert len(cut("there is a big pothole here and the bin is overflowing too")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙂",
        "Dziura.",
        "Na Długiej jest dziura w jezdni. Proszę o szybką naprawę tej drogi.",
        "Dzień dobry, piszę w takiej sprawie. Na ul. Długiej jest dziura w jezdni. Pozdrawiam.",
        "Na Długiej jest dziura w jezdni. Ta dziura jest naprawdę bardzo głęboka.",
        "Lampa, dziura, kosz",
    ],
)
def test_one_matter_stays_whole(text: str):
    assert cut(text) == [text]


def test_an_introduction_belongs_to_what_follows():
    text = "Mam dwie sprawy do państwa. Tu jest dziura w jezdni; koło bloku kosz pełny stoi."

    assert cut(text)[0].startswith("Mam dwie sprawy")
    assert len(cut(text)) == 2


def test_what_is_told_twice_is_one_matter():
    text = "Tu jest wielka dziura w jezdni. Tam nie świeci lampa na słupie. I ta dziura też rośnie."

    assert len(cut(text)) == 2


def test_nobody_gets_more_matters_than_a_person_can_read():
    codes = iter(f"code-{number}" for number in range(100))
    text = "Tu jest coś bardzo złego. " * 100

    assert len(parts_of(text, words_of(text), lambda _piece: next(codes))) == MOST
