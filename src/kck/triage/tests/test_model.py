"""Trained on a handful of sentences: what a model is, whatever it has learnt."""

import numpy as np
import pytest

from kck.triage.model.bundle import Bundle, name_of, unpack
from kck.triage.model.features import BUCKETS, features_of
from kck.triage.model.lessons import Lesson, without_doubles
from kck.triage.model.training import train
from kck.triage.model.weights import Weights
from kck.triage.words import words_of

SENTENCES = {
    "roads": ["wielka dziura w jezdni", "dziury w asfalcie", "wyrwa na drodze", "ubytek w jezdni"],
    "trees": [
        "złamana gałąź wisi",
        "drzewo się przewróciło",
        "gałęzie nad chodnikiem",
        "suchy konar",
    ],
    "waste": ["przepełniony kosz", "śmieci nieodebrane", "worki ze śmieciami", "kosz pełny śmieci"],
}
UNITS = {"roads": "ZDMK", "trees": "ZZM", "waste": "MPO"}


def lessons(weight: float = 1.0) -> list[Lesson]:
    return without_doubles(
        Lesson(category=code, language="pl", text=text, weight=weight)
        for code, texts in SENTENCES.items()
        for text in texts
    )


@pytest.fixture(scope="module")
def weights() -> Weights:
    return train(lessons(), [], units=UNITS)


def first(weights: Weights, text: str) -> str:
    return weights.classes[int(weights.scores(features_of(words_of(text))).argmax())]


@pytest.mark.parametrize(
    ("text", "code"),
    [("DZIURA W JEZDNIII", "roads"), ("galezie zlamane", "trees"), ("smietnik, smieci", "waste")],
)
def test_words_nobody_wrote_are_known_by_their_pieces(weights: Weights, text: str, code: str):
    assert first(weights, text) == code


def test_the_same_lessons_in_another_order_make_the_same_model(weights: Weights):
    again = train(without_doubles(reversed(lessons())), [], units=UNITS)

    packed = [Bundle(categories=one, dangers=None).pack() for one in (weights, again)]
    assert name_of(packed[0]) == name_of(packed[1])


def test_probabilities_add_up_and_an_unknown_text_has_no_favourite(weights: Weights):
    chances = weights.probabilities(weights.scores(features_of(words_of("dziura"))))
    assert chances.sum() == pytest.approx(1, abs=1e-5)

    nothing = features_of(words_of("🙂 ١٢٣ שלום"))
    assert not weights.knows_any(nothing)
    assert not weights.scores(nothing).any()


def test_a_class_without_a_threshold_is_never_taken_alone(weights: Weights):
    assert weights.sure("unheard-of") > 1


def test_what_was_packed_answers_the_same(weights: Weights, tmp_path):
    unpack(Bundle(categories=weights, dangers=None).pack(), tmp_path / "model")
    unpack(Bundle(categories=weights, dangers=None).pack(), tmp_path / "model")  # a second process

    read = Bundle.load(tmp_path / "model").categories
    features = features_of(words_of("kosz pełen śmieci"))
    np.testing.assert_allclose(read.scores(features), weights.scores(features), rtol=1e-3)
    assert read.classes == weights.classes
    assert dict(read.sure_from) == dict(weights.sure_from)
    assert [one.name for one in tmp_path.iterdir()] == ["model"]


def test_a_text_that_came_back_speaks_against_everything():
    against = Lesson(category="roads", language="pl", text="dziura w płocie", weight=-1.0)
    taught = train(without_doubles([*lessons(), against]), [], units=UNITS)
    plain = train(lessons(), [], units=UNITS)

    features = features_of(words_of("dziura w płocie"))
    assert "" not in taught.classes
    place = taught.classes.index("roads")
    assert taught.scores(features)[place] < plain.scores(features)[place]


def test_pieces_and_words_have_their_own_numbers():
    at = features_of(words_of("dziura w jezdni")).at

    assert (np.diff(at) > 0).all()
    assert at.min() >= 0
    assert at.max() < 2 * BUCKETS
    assert (at >= BUCKETS).any()
    assert (at < BUCKETS).any()


def test_a_megabyte_of_one_word_is_read_in_part():
    few = features_of(words_of("słowo " * 150_000))

    assert len(few.at) < 200
