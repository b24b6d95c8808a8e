"""`questions.csv` with `question_values.csv`."""

from collections import defaultdict
from pathlib import Path

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tables import read_table
from kck.directory.loading.units import named
from kck.directory.models import Question
from kck.directory.terms import LIST_DATATYPES, Datatype
from kck.foundation.text import _

QUESTIONS_FILE = "questions.csv"
VALUES_FILE = "question_values.csv"

# category, question, first day of the edition ("": of every edition that has no list of its own)
Key = tuple[str, str, str]


def read_questions(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[Question]]:
    columns = (
        *("category", "code", "order", "datatype", "required"),
        *named("text", languages),
        *named("hint", languages),
        *("valid_from", "valid_to"),
    )
    values = _read_values(folder, problems, languages)
    records = read_table(folder, QUESTIONS_FILE, columns, problems, languages)
    drafts = [Draft(row=question_row(record, values), at=record) for record in records]
    known = {one for record in records for one in (_key(record), _any(_key(record)))}
    _check_values_have_a_question(values, known)
    return drafts


def _key(record: Record, code: str = "code") -> Key:
    category, question = (str(record.values[name]).strip() for name in ("category", code))
    return category, question, str(record.values.get("valid_from", "")).strip()


def _any(key: Key) -> Key:
    category, question, _first = key
    return category, question, ""


def question_row(record: Record, values: dict[Key, list[Record]]) -> Question:
    question = Question(
        category=record.text("category", required=True, longest=60),
        code=record.code(),
        order=record.whole("order") or 0,
        datatype=record.choice("datatype", Datatype.values),
        required=record.flag("required"),
        texts=record.names("text"),
        hints=record.names("hint", required=False),
        values=_values(values.get(_key(record)) or values.get(_any(_key(record)), [])),
        **record.validity(),
    )
    is_list = question.datatype in LIST_DATATYPES
    if is_list and len(question.values) < 2:
        record.wrong(
            "datatype",
            _("Pytanie „{code}” jest listą, a ma {count} odpowiedzi."),
            _("Dodaj co najmniej dwie odpowiedzi w question_values.csv."),
            code=question.code,
            count=len(question.values),
        )
    if question.values and not is_list:
        record.wrong(
            "datatype",
            _("Pytanie „{code}” ma odpowiedzi do wyboru, a nie jest listą."),
            _("Napisz singlevaluelist albo multivaluelist."),
            code=question.code,
        )
    return question


def _values(records: list[Record]) -> list[dict[str, object]]:
    ordered = sorted(records, key=lambda record: record.whole("order") or 0)
    found: list[dict[str, object]] = []
    for record in ordered:
        key = record.code("key")
        if any(value["key"] == key for value in found):
            record.wrong(
                "key",
                _("Odpowiedź „{key}” jest dwa razy."),
                _("Każda odpowiedź pytania ma własny kod."),
                key=key,
            )
        found.append({"key": key, "names": record.names("name")})
    return found


def _read_values(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> dict[Key, list[Record]]:
    columns = ("category", "question", "key", *named("name", languages), "order")
    found: dict[Key, list[Record]] = defaultdict(list)
    records = read_table(
        folder, VALUES_FILE, columns, problems, languages, optional=("valid_from",)
    )
    for record in records:
        found[_key(record, "question")].append(record)
    return dict(found)


def _check_values_have_a_question(values: dict[Key, list[Record]], questions: set[Key]) -> None:
    for key, records in values.items():
        if key in questions:
            continue
        category, question, _first = key
        known = {code for one, code, _day in questions if one == category}
        records[0].wrong(
            "question",
            _("Nie ma pytania „{question}” w kategorii „{category}”."),
            suggestion(question, known) or _("Dodaj je w questions.csv."),
            question=question,
            category=category,
        )
