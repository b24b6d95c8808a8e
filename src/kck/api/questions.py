"""Answers to a category's questions: each checked by its datatype, all mistakes told at once."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kck.api.problems import Problem, Wrong
from kck.directory.info import QuestionInfo
from kck.directory.terms import Datatype
from kck.foundation import clock
from kck.foundation.text import _, clean

_LONGEST = {Datatype.STRING: 200, Datatype.TEXT: 2000}
_MOST = 1e9
_NOT_ASKED = _("Tej kategorii nie dotyczy takie pytanie.")
Answer = str | float | list[str]


class _No(ValueError):
    """Why an answer is none."""


def kept(given: Mapping[str, Answer], questions: Sequence[QuestionInfo]) -> dict[str, Any]:
    """Code of the question -> what is kept: text, number, ISO moment, key or keys."""
    found: dict[str, Any] = {}
    asked = {question.code: question for question in questions}
    wrong = [_about(code, _NOT_ASKED) for code in given if code not in asked]
    for code, question in asked.items():
        try:
            value = _answer(question, given.get(code))
        except _No as why:
            wrong.append(_about(code, why))
            continue
        if value not in (None, "", []):
            found[code] = value
        elif question.required:
            words = str(_("Odpowiedz na pytanie: %(question)s"))
            wrong.append(_about(code, words % {"question": question.text()}))
    if wrong:
        raise Problem(kind="invalid", detail=wrong[0].message, errors=wrong)
    return found


def _about(code: str, message: Any) -> Wrong:
    return Wrong(field=f"answers.{code[:60]}", message=str(message))


def _answer(question: QuestionInfo, given: Answer | None) -> Any:
    if given is None or given in ("", []):
        return None
    return _READ[question.datatype](question, given)


def _words(question: QuestionInfo, given: Answer) -> str:
    if not isinstance(given, str):
        raise _No(str(_("Podaj tekst.")))
    most = _LONGEST[question.datatype]
    if len(given) > most:
        raise _No(str(_("Za długie: najwyżej %(max_length)s znaków.")) % {"max_length": most})
    return clean(given)


def _number(_question: QuestionInfo, given: Answer) -> float | int:
    try:
        number = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise _No(str(_("Podaj liczbę."))) from error
    if not math.isfinite(number) or abs(number) >= _MOST:
        raise _No(str(_("Podaj zwykłą liczbę.")))
    return int(number) if number.is_integer() else round(number, 3)


def _moment(_question: QuestionInfo, given: Answer) -> str:
    try:
        moment = datetime.fromisoformat(given if isinstance(given, str) else "")
    except ValueError as error:
        words = _("Podaj datę i godzinę, np. 2026-02-02T14:30:00+01:00.")
        raise _No(str(words)) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.city_zone())).isoformat()


def _key(question: QuestionInfo, given: Answer) -> str:
    known = [value.key for value in question.values]
    if not isinstance(given, str) or given not in known:
        raise _No(str(_("Możliwe wartości: %(expected)s.")) % {"expected": ", ".join(known)})
    return given


def _keys(question: QuestionInfo, given: Answer) -> list[str]:
    listed = given if isinstance(given, list) else [given]
    return list(dict.fromkeys(_key(question, one) for one in listed))


_READ: Mapping[Datatype, Callable[[QuestionInfo, Answer], Any]] = {
    Datatype.STRING: _words,
    Datatype.TEXT: _words,
    Datatype.NUMBER: _number,
    Datatype.DATETIME: _moment,
    Datatype.SINGLEVALUELIST: _key,
    Datatype.MULTIVALUELIST: _keys,
}
