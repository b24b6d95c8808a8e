"""Thanks wake nobody; a complaint is never taken for thanks."""

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
     "Still not fixed, thanks", "Дякую, але ліхтар досі не світить", "Nie zgadzam się"],
)  # fmt: skip
def test_not_mended(text):
    assert meaning_of(text) == Meaning.DISAGREES


@pytest.mark.parametrize(
    "text",
    ["Dziękuję. A kiedy będzie chodnik?", "Dzięki, mój numer to 600 100 200", "", "Ok",
     "Dziękuję za nic", "Super, gratuluję głupoty", "Thanks for nothing", "Proszę o telefon"],
)  # fmt: skip
def test_words_for_a_person(text):
    assert meaning_of(text) == Meaning.WORDS
