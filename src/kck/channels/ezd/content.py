"""What a package is made of, before it is XML, JSON or ZIP. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

METADATA_XML = "metadane.xml"
METADATA_JSON = "metadane.json"
HISTORY = "historia.json"
SCHEMA = "schemat/paczka-ezd-1.xsd"
SUMS = "sumy.sha256"
LETTERS = "pisma"
ATTACHMENTS = "zalaczniki"
NAMESPACE = "urn:kck:ezd:paczka:1"


@dataclass(frozen=True, kw_only=True)
class Party:
    """A person or a unit, as far as known. `code` is a unit's."""

    name: str = ""
    code: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One file of the package: a letter made by us, or an attachment as it came."""

    path: str
    title: str
    genre: str  # what kind of document: "odpowiedź"
    data: bytes
    media_type: str
    variant: str = ""  # PDF/A-2B
    made_at: datetime
    author: Party
    recipient: Party | None = None
    language: str = ""
    source: str  # what it is in KCK: "event:12", "file:7"
    internal: bool = False  # between staff
    text: str = ""  # the exact words of a letter


@dataclass(frozen=True, kw_only=True)
class Step:
    """One recorded fact of the case with its link in the chain of hashes."""

    seq: int
    name: str
    title: str
    at: datetime
    who: str
    actor: str
    stream: str
    payload: Mapping[str, Any]
    prev_hash: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class FormalFile:
    """A formal case with everything that belongs to it."""

    package_id: str
    made_at: datetime
    city: str
    number: str
    kind: str
    kind_name: str
    category: str
    category_name: str
    title: str
    channel: str
    language: str
    place: str
    state: str
    state_name: str
    outcome: str
    opened_at: datetime
    legal_due_at: datetime | None
    closed_at: datetime | None
    reporter: Party | None
    unit: Party
    steps: tuple[Step, ...]
    documents: tuple[Document, ...]
