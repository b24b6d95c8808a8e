"""Thanks wake nobody; a complaint is never taken for thanks."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from kck.conversations.courtesy import Meaning, meaning_of


@pytest.mark.parametrize(
    "text",
    ["Dziękuję!", "dzieki, super",
     "Bardzo dziękuję za szybką reakcję. Pozdrawiam", "Thank you so much!",
     "Дуже дякую!", "Dziękuję 🙂", "Thanks, all good now", "Дякую, вже працює"],
)  # fmt: skip
def test_thanks_alone(text):
    assert meaning_of(text) == Meaning.THANKS


@pytest.mark.parametrize(
    "text",
    ["Nadal nie naprawione", "dzieki ale dalej nie swieci", "Dziękuję, ale nic się nie zmieniło",
     "Still not fixed, thanks", "Дякую, але ліхтар досі не світить", "Nie zgadzam się",
     "Dziękuję za nic", "Thanks for nothing", "Dziękuję 👎", "Thanks, it doesn’t work"],
)  # fmt: skip
def test_not_mended(text):
    assert meaning_of(text) == Meaning.DISAGREES


@pytest.mark.parametrize(
    "text",
    ["Dziękuję. A kiedy będzie chodnik?", "Dzięki, mój numer to 600 100 200", "", "Ok",
     "Super, gratuluję głupoty", "Proszę o telefon", "Dziękuję 🤡", "Dzięki 😡", "Super robota",
     "Dziękuję, pozdrawiam z ciemnej ulicy", "Dziękuję, ciemno", "Dziękuję. Pozdrawiam. Oszuści",
     "Dziękuję za dziurę", "DZIĘKUJĘ PANIE OSZUŚCIE"],
)  # fmt: skip
def test_words_for_a_person(text):
    assert meaning_of(text) == Meaning.WORDS


def _figures(odd: bool) -> Counter[tuple[str, str]]:
    """What is taken for what. The rules were tuned on the even rows; the odd ones judge."""
    with (Path(__file__).parent / "replies.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for nth, row in enumerate(csv.DictReader(source), 1) if nth % 2 == int(odd)]
    return Counter((row["meaning"], str(meaning_of(row["text"]))) for row in rows)


@pytest.mark.parametrize(("odd", "thanks", "disagrees"), [(True, 0.75, 0.85), (False, 0.9, 0.95)])
def test_measured_on_240_replies_no_complaint_is_thanks(odd, thanks, disagrees):
    found = _figures(odd)
    of = Counter[str]()
    for (meant, _taken), count in found.items():
        of[meant] += count
    assert sum(of.values()) == 120
    assert found["disagrees", "thanks"] == 0
    assert found["words", "thanks"] == 0
    assert found["words", "disagrees"] <= 0.03 * of["words"]
    assert found["thanks", "disagrees"] == 0
    assert found["thanks", "thanks"] >= thanks * of["thanks"]
    assert found["disagrees", "disagrees"] >= disagrees * of["disagrees"]
