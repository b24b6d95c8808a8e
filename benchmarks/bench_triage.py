"""Triage beside the plain thing it has to be better than: TF-IDF of words, logistic regression.

Both learn from the same lessons in the same run and are judged by the city's fixed messages, which
neither has seen. `BENCH_MESSAGES=tuning.csv` takes others, for those who must not look at these.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from kck.foundation import clock
from kck.triage.evaluation import Message, figures, read_messages
from kck.triage.learning import judge, known_with, learn, lessons_now
from kck.triage.reader import Reading

MESSAGES = os.environ.get("BENCH_MESSAGES", "evaluation.csv")
MS, MS_P99 = 3, 10
BETTER_BY = 1.0  # our share of right first categories, as a ratio to theirs, at least


def measure(_ground: Ground) -> list[Figure]:
    at = clock.now()
    content = (settings.KCK_CITY_DIR / "triage" / MESSAGES).read_text(encoding="utf-8")
    messages = [one for one in read_messages(content) if len(one.codes) == 1]
    began = time.monotonic()
    learnt = learn(at)
    took = time.monotonic() - began
    judged = [one for one in judge(learnt.bundle, content, at) if len(one.message.codes) == 1]
    ours, theirs = figures(judged), _plain(at)
    known = known_with(learnt.bundle, at)
    times = _times(
        [one.text for one in messages], lambda text: Reading(known, text, language=None).triage()
    )
    plain = _times([one.text for one in messages], lambda text: theirs.predict_proba([text]))
    right = sum(_right(theirs, one) for one in messages) / len(messages)
    return [
        Figure(
            name="triage: first category right, of 100",
            measured=100 * (ours["top1"] or 0.0),
            unit="",
            baseline=100 * right,
            against="TF-IDF and logistic regression",
            least=BETTER_BY,
        ),
        Figure(
            name="triage: a message, median (danger, places, matters and all)",
            measured=1000 * statistics.median(times),
            unit="ms",
            most=MS,
        ),
        Figure(name="triage: a message, p99", measured=1000 * _p99(times), unit="ms", most=MS_P99),
        Figure(
            name="  the plain one, category alone, median",
            measured=1000 * statistics.median(plain),
            unit="ms",
        ),
        Figure(name="triage: training", measured=took, unit="s", most=120),
    ]


def _plain(at: datetime) -> Pipeline:
    lessons, _of_people = lessons_now(at)
    machine = make_pipeline(
        TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=10, max_iter=200)
    )
    machine.fit([one.text for one in lessons], [one.category for one in lessons])
    return machine


def _right(machine: Pipeline, message: Message) -> bool:
    return str(machine.predict([message.text])[0]) in message.right


def _times(texts: Sequence[str], understand: Callable[[str], object]) -> list[float]:
    for text in texts[:20]:
        understand(text)
    times = []
    for text in texts:
        began = time.perf_counter()
        understand(text)
        times.append(time.perf_counter() - began)
    return sorted(times)


def _p99(times: Sequence[float]) -> float:
    return times[int(0.99 * (len(times) - 1))]
