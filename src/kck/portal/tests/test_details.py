import json
from typing import Any

import pytest
from django.test import Client

from kck.cases.models import CaseText
from kck.cases.queries.answers import in_words
from kck.cases.terms import TextKind
from kck.directory.info import QuestionInfo, ValueInfo
from kck.directory.terms import Datatype
from kck.portal.forms.details import DetailsForm
from kck.portal.tests.walking import HERE, carried, write

VALUES = (ValueInfo(key="big", names={"pl": "Duża"}), ValueInfo(key="small", names={"pl": "Mała"}))


def _question(datatype: Datatype, *, required: bool = False) -> QuestionInfo:
    return QuestionInfo(
        id=1,
        code="q",
        category="roads-pothole",
        order=1,
        datatype=datatype,
        required=required,
        texts={"pl": "Ile?"},
        hints={},
        values=VALUES,
    )


@pytest.mark.parametrize(
    ("datatype", "typed", "kept", "shown"),
    [
        (Datatype.STRING, "czerwony", "czerwony", "czerwony"),
        (Datatype.TEXT, "raz\r\ndwa", "raz\ndwa", "raz\ndwa"),
        (Datatype.NUMBER, "3,5", 3.5, "3,5"),
        (Datatype.NUMBER, "12", 12, "12"),
        (
            Datatype.DATETIME,
            "2026-02-02T14:30",
            "2026-02-02T14:30:00+01:00",
            "02.02.2026, 14.30",
        ),
        (Datatype.SINGLEVALUELIST, "big", "big", "Duża"),
        (Datatype.MULTIVALUELIST, ["big", "small"], ["big", "small"], "Duża, Mała"),
    ],
)
def test_all_six_datatypes_are_asked_kept_and_shown(
    datatype: Datatype, typed: Any, kept: Any, shown: str
):
    question = _question(datatype)
    form = DetailsForm({"q": typed}, questions=[question])

    assert form.is_valid(), form.errors
    assert form.answers() == {"q": kept}
    assert in_words(question, kept) == shown


@pytest.mark.parametrize(
    ("datatype", "typed"),
    [
        (Datatype.NUMBER, "trzy"),
        (Datatype.NUMBER, "NaN"),
        (Datatype.DATETIME, "2026-02-30T10:00"),
        (Datatype.SINGLEVALUELIST, "huge"),
        (Datatype.MULTIVALUELIST, ["big", "huge"]),
        (Datatype.STRING, "x" * 201),
        (Datatype.TEXT, "a\x00b"),
    ],
)
def test_what_cannot_be_is_said(datatype: Datatype, typed: Any):
    form = DetailsForm({"q": typed}, questions=[_question(datatype)])

    assert form.errors["q"]


def test_a_required_question_names_itself():
    form = DetailsForm({}, questions=[_question(Datatype.STRING, required=True)])

    assert form.errors["q"] == ["Odpowiedz na pytanie: Ile?"]


@pytest.mark.django_db
def test_answers_reach_the_case(client: Client):
    write(client)
    client.post("/report/where/", HERE)
    client.post("/report/details/", {"size": "plate", "depth_cm": "7"})
    page = client.get("/report/check/")

    client.post("/report/check/", {"draft": carried(page)})

    kept = json.loads(CaseText.objects.get(kind=TextKind.ANSWERS).body)
    assert kept["depth_cm"] == 7


@pytest.mark.django_db
def test_questions_of_another_category_are_not_kept(client: Client):
    write(client)
    client.post("/report/where/", HERE)
    client.post("/report/details/", {"depth_cm": "7"})
    write(client, "Przepełniony kosz na śmieci, odpady leżą na chodniku.")
    client.post("/report/details/", {})
    page = client.get("/report/check/")

    client.post("/report/check/", {"draft": carried(page)})

    assert not CaseText.objects.filter(kind=TextKind.ANSWERS, body__contains="depth_cm").exists()
