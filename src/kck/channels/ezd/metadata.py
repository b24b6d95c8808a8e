"""The description of a package in XML and JSON: the elements that Polish archives ask of an

electronic document (identyfikator, twórca, tytuł, data, odbiorca, typ, grupowanie, dostęp, format,
język, opis, status), near Dublin Core; their schema is `schema/paczka-ezd-1.xsd`.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from kck.channels.ezd.content import NAMESPACE, Document, FormalFile, Party, Step
from kck.foundation.text import clean

_Element = ElementTree.Element


def as_xml(file: FormalFile) -> bytes:
    root = ElementTree.Element("paczka", {"xmlns": NAMESPACE, "wersja": "1"})
    _add(root, "identyfikator", file.package_id)
    _add(root, "data", moment(file.made_at), typ="utworzenie")
    _add(root, "system", "KCK")
    _case(root, file)
    documents = _add(root, "dokumenty")
    for document in file.documents:
        _document(documents, document)
    history = _add(root, "historia")
    for step in file.steps:
        _step(history, step)
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _case(root: _Element, file: FormalFile) -> None:
    case = _add(root, "sprawa")
    _add(case, "identyfikator", file.number, typ="numer sprawy KCK")
    _add(case, "tytul", file.title)
    _add(case, "typ", file.kind_name, kod=file.kind)
    _add(case, "grupowanie", file.category_name, typ="kategoria", kod=file.category)
    _add(case, "data", moment(file.opened_at), typ="wpływ")
    if file.legal_due_at:
        _add(case, "data", moment(file.legal_due_at), typ="termin ustawowy")
    if file.closed_at:
        _add(case, "data", moment(file.closed_at), typ="zakończenie")
    _add(case, "jezyk", file.language)
    _add(case, "status", file.state_name, kod=file.state)
    if file.outcome:
        _add(case, "wynik", file.outcome)
    if file.place:
        _add(case, "miejsce", file.place)
    _add(case, "kanal", file.channel)
    if file.reporter:
        _party(case, "tworca", file.reporter, funkcja="nadawca")
    _party(case, "odbiorca", file.unit, funkcja="prowadzący")
    _add(case, "dostep", "ograniczony: dane osobowe")


def _document(parent: _Element, document: Document) -> None:
    node = _add(parent, "dokument", plik=document.path)
    _add(node, "identyfikator", document.source, typ="KCK")
    _add(node, "tytul", document.title)
    _add(node, "typ", document.genre)
    _add(node, "data", moment(document.made_at), typ="powstanie")
    if document.language:
        _add(node, "jezyk", document.language)
    _party(node, "tworca", document.author, funkcja="nadawca")
    if document.recipient:
        _party(node, "odbiorca", document.recipient, funkcja="adresat")
    _add(node, "dostep", access(document))
    about = {"typ": document.media_type, "wielkosc": str(len(document.data))}
    if document.variant:
        about["wariant"] = document.variant
    _add(node, "format", **about)
    _add(node, "skrot", sha256(document.data), algorytm="SHA-256")


def _party(parent: _Element, name: str, party: Party, *, funkcja: str) -> None:
    node = _add(parent, name, funkcja=funkcja)
    known = {
        "nazwa": party.name,
        "adres": party.address,
        "email": party.email,
        "telefon": party.phone,
    }
    if party.code:
        node.set("kod", party.code)
    for element, value in known.items():
        if value:
            _add(node, element, value)


def _step(parent: _Element, step: Step) -> None:
    _add(
        parent,
        "zdarzenie",
        step.title,
        lp=str(step.seq),
        nazwa=step.name,
        czas=moment(step.at),
        kto=step.who,
        skrot=step.hash,
    )


def _add(parent: _Element, name: str, text: str = "", **attributes: str) -> _Element:
    node = ElementTree.SubElement(parent, name, {k: clean(v) for k, v in attributes.items()})
    if text:
        node.text = clean(text)
    return node


def as_json(file: FormalFile) -> bytes:
    """The same, and the exact words of every letter."""
    return _dumped(
        {
            "wersja": 1,
            "identyfikator": file.package_id,
            "utworzono": moment(file.made_at),
            "system": "KCK",
            "miasto": file.city,
            "sprawa": _case_facts(file),
            "dokumenty": [_document_facts(document) for document in file.documents],
        }
    )


def _case_facts(file: FormalFile) -> dict[str, Any]:
    return {
        "identyfikator": file.number,
        "tytul": file.title,
        "typ": {"kod": file.kind, "nazwa": file.kind_name},
        "grupowanie": {"kod": file.category, "nazwa": file.category_name},
        "wplyw": moment(file.opened_at),
        "termin_ustawowy": moment(file.legal_due_at) if file.legal_due_at else None,
        "zakonczenie": moment(file.closed_at) if file.closed_at else None,
        "jezyk": file.language,
        "status": {"kod": file.state, "nazwa": file.state_name},
        "wynik": file.outcome,
        "miejsce": file.place,
        "kanal": file.channel,
        "nadawca": _party_facts(file.reporter),
        "prowadzacy": _party_facts(file.unit),
    }


def _document_facts(document: Document) -> dict[str, Any]:
    return {
        "plik": document.path,
        "identyfikator": document.source,
        "tytul": document.title,
        "typ": document.genre,
        "data": moment(document.made_at),
        "jezyk": document.language,
        "nadawca": _party_facts(document.author),
        "adresat": _party_facts(document.recipient),
        "dostep": access(document),
        "format": {"typ": document.media_type, "wariant": document.variant},
        "wielkosc": len(document.data),
        "sha256": sha256(document.data),
        "tresc": document.text,
    }


def _party_facts(party: Party | None) -> dict[str, str] | None:
    if party is None:
        return None
    return {
        "nazwa": party.name,
        "kod": party.code,
        "adres": party.address,
        "email": party.email,
        "telefon": party.phone,
    }


def history(file: FormalFile) -> bytes:
    """Every event with what its hash is made of, so that the chain can be recomputed."""
    return _dumped(
        [
            {
                "stream": step.stream,
                "seq": step.seq,
                "name": step.name,
                "payload": step.payload,
                "actor": step.actor,
                "at": step.at.astimezone(UTC).isoformat(),
                "prev_hash": step.prev_hash,
                "hash": step.hash,
                "title": step.title,
                "who": step.who,
            }
            for step in file.steps
        ]
    )


def _dumped(what: object) -> bytes:
    return (json.dumps(what, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def access(document: Document) -> str:
    return "wewnętrzny" if document.internal else "ograniczony: dane osobowe"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
