"""Walking through the report as a browser would: every form carries what the page gave it."""

import re
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.builders import a_jpeg

from kck.cases.models import Case

POTHOLE = "Dziura w jezdni, wyrwa w asfalcie na drodze."
GAS = "Czuć gaz na klatce schodowej"
HERE = {
    "lat": "50.0617",
    "lon": "19.9373",
    "address": "Rynek Główny 1",
    "point_of": "Rynek Główny 1",
}
_DRAFT = re.compile(r'name="draft" value="([^"]*)"')


def carried(page: Any) -> str:
    """What the page's form says of the draft."""
    found = _DRAFT.search(page.content.decode())
    return found[1] if found else ""


def a_file(name: str = "dziura.jpg", data: BytesIO | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (data or a_jpeg()).read(), content_type="image/jpeg")


def write(client: Client, text: str = POTHOLE, **more: Any) -> HttpResponse:
    return client.post("/report/", {"text": text, **more})  # type: ignore[return-value]


def come_to_check(client: Client, text: str = POTHOLE, **where: str) -> HttpResponse:
    """Everything up to the last page."""
    write(client, text)
    client.post("/report/where/", where or HERE)
    client.post("/report/nearby/", {"same": ""})
    client.post("/report/details/", {})
    return client.get("/report/check/")  # type: ignore[return-value]


def send(client: Client, text: str = POTHOLE, **contact: str) -> Case:
    page = come_to_check(client, text)
    assert page.status_code == 200, page.headers
    client.post("/report/check/", {"draft": carried(page), **contact})
    return Case.objects.latest("pk")
