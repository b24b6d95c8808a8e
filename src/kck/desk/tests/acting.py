"""Doing things with cases through the desk's own pages."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import a_jpeg

from kck.cases.queries.desk_case import last_seq
from kck.cases.terms import CaseState

HTMX = {"HX-Request": "true", "HX-Target": "section#action"}


def do(client, case, name, *, seen=None, htmx=True, **data):
    data["seen"] = last_seq(case.pk) if seen is None else seen
    headers = HTMX if htmx else {}
    return client.post(f"/desk/case/{case.number}/do/{name}/", data, headers=headers)


def state_of(case):
    case.refresh_from_db()
    return CaseState(case.state)


def upload(data: BytesIO | None = None, name="po.jpg"):
    return SimpleUploadedFile(name, (data or a_jpeg()).getvalue(), "image/jpeg")
