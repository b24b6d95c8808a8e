"""Everything about a person as they get it: data for machines, a page and a sheet for people, in
their own language, and their files.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from kck.foundation import clock, privacy
from kck.foundation.text import _
from kck.people.queries import contact
from kck.privacy.reading import Given, read

Printer = Callable[[Given], bytes]
_LANGUAGES = ("pl", "en", "uk")


def package(ids: Sequence[int], *, at: datetime, printer: Printer | None = None) -> bytes:
    """A ZIP file with what every holder has of these records; without a printer no PDF."""
    data = everything(ids)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder,
        translation.override(language_of(ids)),
    ):
        text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
        given = _given(data, at)
        folder.writestr("dane.json", text)
        folder.writestr("dane.html", render_to_string("privacy/given.html", {"given": given}))
        if printer is not None:
            folder.writestr("dane.pdf", printer(given))
        for holder in privacy.holders():
            for person_id in ids:
                for file in holder.files(person_id):
                    folder.writestr(f"pliki/{holder.name}/{file.name}", file.content)
    return made.getvalue()


def language_of(ids: Sequence[int]) -> str:
    """The one they chose to be written to in; of several records the first that says."""
    chosen = (contact(pk).language for pk in ids)
    return next((one for one in chosen if one in _LANGUAGES), "pl")


def _given(data: Mapping[str, Sequence[Mapping[str, Any]]], at: datetime) -> Given:
    day = date_format(at.astimezone(clock.city_zone()), "j E Y")
    intro = _(
        "Wszystko, co miasto ma o Tobie w centrum kontaktu, stan na %(day)s. To samo dla maszyn "
        "jest w pliku dane.json, pliki są w katalogu pliki."
    )
    return Given(
        title=str(_("Twoje dane")),
        intro=str(intro) % {"day": day},
        parts=read(data),
        at=at,
        language=translation.get_language() or "pl",
    )


def everything(ids: Sequence[int]) -> dict[str, list[Mapping[str, Any]]]:
    """By holder; a merged person has several records, each gives its own."""
    found = {
        holder.name: [given for pk in ids if (given := holder.export(pk))]
        for holder in privacy.holders()
    }
    return {name: given for name, given in found.items() if given}
