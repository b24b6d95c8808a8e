"""Everything about a person as they get it: data for machines, a page for people, their files."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from kck.foundation import privacy
from kck.privacy.words import label_of


def package(ids: Sequence[int], *, at: datetime) -> bytes:
    """A ZIP file with what every holder has of these records."""
    data = everything(ids)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
        folder.writestr("dane.json", text)
        page = {"parts": readable(data), "at": at}
        folder.writestr("dane.html", render_to_string("privacy/given.html", page))
        for holder in privacy.holders():
            for person_id in ids:
                for file in holder.files(person_id):
                    folder.writestr(f"pliki/{holder.name}/{file.name}", file.content)
    return made.getvalue()


def everything(ids: Sequence[int]) -> dict[str, list[Mapping[str, Any]]]:
    """By holder; a merged person has several records, each gives its own."""
    found = {
        holder.name: [given for pk in ids if (given := holder.export(pk))]
        for holder in privacy.holders()
    }
    return {name: given for name, given in found.items() if given}


def readable(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same in order and with words, without what is empty: a tree for the template."""
    return [
        {"label": label_of(name), "nodes": [_node(one) for one in given]}
        for name, given in data.items()
    ]


def _node(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        pairs = [(label_of(key), _node(one)) for key, one in value.items() if _told(one)]
        return {"pairs": pairs}
    if isinstance(value, list | tuple):
        return {"rows": [_node(one) for one in value if _told(one)]}
    if isinstance(value, datetime):
        return {"text": value.strftime("%d.%m.%Y %H:%M")}
    return {"text": str(value)}


def _told(value: Any) -> bool:
    return value not in (None, "", [], {}, ())
