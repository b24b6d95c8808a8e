"""Answers to a category's questions, as people read them."""

import json
from datetime import datetime
from typing import Any

from django.utils.formats import number_format

from kck.directory.info import QuestionInfo
from kck.directory.queries import snapshot
from kck.directory.terms import Datatype
from kck.foundation.text import _


def in_words(question: QuestionInfo, answer: Any) -> str:
    """One answer with the names of what was chosen, in the active language."""
    names = {value.key: value.name() for value in question.values}
    if isinstance(answer, list):
        return ", ".join(names.get(key) or str(key) for key in answer)
    if question.datatype == Datatype.DATETIME:
        return datetime.fromisoformat(answer).strftime("%d.%m.%Y, %H.%M")
    if isinstance(answer, float):
        return str(number_format(answer))
    return names.get(str(answer), str(answer))


def answers_in_words(body: str, category: str) -> list[tuple[str, str]]:
    """Pairs of question and answer from a text of the kind ANSWERS."""
    city = snapshot()
    # a case whose category was changed was asked the questions of another one
    others = (question for asked in city.all_questions.values() for question in asked)
    questions = {question.code: question for question in (*others, *city.questions(category))}
    try:
        given = json.loads(body)
        return [
            (questions[code].text(), in_words(questions[code], answer))
            if code in questions
            else (code, str(answer))
            for code, answer in given.items()
        ]
    except (ValueError, AttributeError):  # written by a partner in a way of their own
        return [(str(_("Odpowiedzi")), body)]
