"""Personal data lives in rows of its own; events keep only their id and a salted digest.

When the row is erased its salt dies with it, so the digest says nothing any more, and a `Removal`
says that this was lawful. Each module that holds personal data registers a `Holder`, so that
export, erasure and retention reach all of them.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.foundation.actor import Actor
from kck.foundation.models import Removal

Exported = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Seal:
    """`digest` goes into the event, `salt` stays with the content."""

    salt: str
    digest: str


def seal(content: str) -> Seal:
    salt = secrets.token_hex(16)
    return Seal(salt=salt, digest=digest(content, salt))


def digest(content: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def note_removal(kind: str, ids: Iterable[int], *, ground: str, at: datetime, by: Actor) -> None:
    """Say that these contents are gone for a lawful reason. Saying it again changes nothing."""
    Removal.objects.bulk_create(
        [
            Removal(kind=kind, content_id=content_id, ground=ground, at=at, actor=str(by))
            for content_id in ids
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True, kw_only=True)
class GivenFile:
    """A file of theirs, as the person gets it."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Holder:
    """How one module gives out, forgets and expires what it holds about a person."""

    name: str
    export: Callable[[int], Exported]  # person id -> everything about them
    forget: Callable[[int, datetime, Actor], int]  # person id, at, by -> rows erased
    holds: Callable[[int], str]  # person id -> why the archive duty keeps something, or ""
    expire: Callable[[datetime, bool], int]  # at, preview -> rows past their retention
    files: Callable[[int], Iterable[GivenFile]] = lambda person_id: ()


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    _holders[holder.name] = holder


def holders() -> tuple[Holder, ...]:
    return tuple(_holders.values())


@dataclass(frozen=True, kw_only=True)
class SealedContent:
    """How `audit verify` reads the contents of one kind: id -> digest of what is there now."""

    kind: str
    digests: Callable[[list[int]], Mapping[int, str]]


_contents: dict[str, SealedContent] = {}


def register_content(content: SealedContent) -> None:
    _contents[content.kind] = content


def sealed_contents() -> Mapping[str, SealedContent]:
    return _contents
