"""`kck records check FILE`: opens a package and verifies it, without a database."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from kck.channels.ezd import content, pdfa
from kck.channels.ezd.package import SCHEMA_FILE

LARGEST = 2_000_000_000
_CHAINED = ("stream", "seq", "name", "payload", "actor", "at", "prev_hash")
_NS = {"p": content.NAMESPACE}
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found. Without problems the package is whole."""

    package_id: str = ""
    case: str = ""
    documents: int = 0
    letters: int = 0
    events: int = 0
    problems: tuple[str, ...] = ()


class _Wrong(Exception):
    """It goes no further."""


def check(path: Path) -> Checked:
    """Everything that can be verified from the file alone."""
    try:
        with ZipFile(path) as archive:
            return _check(_members(archive))
    except (BadZipFile, NotImplementedError, EOFError) as error:
        return Checked(problems=(f"It is no ZIP that can be opened: {error}",))
    except OSError as error:
        return Checked(problems=(f"It cannot be read: {error}",))
    except _Wrong as wrong:
        return Checked(problems=(str(wrong),))


def _members(archive: ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise _Wrong("A file is in it twice.")
    for entry in entries:
        if entry.flag_bits & 1:
            raise _Wrong(f"{entry.filename} is encrypted.")
        if not _safe(entry.filename):
            raise _Wrong(f"{entry.filename!r} would be unpacked outside its folder.")
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise _Wrong("It is larger than two gigabytes.")
    return {entry.filename: archive.read(entry) for entry in entries}


def _safe(name: str) -> bool:
    parts = name.split("/")
    return bool(name) and "\\" not in name and "\0" not in name and ".." not in parts and all(parts)


def _check(members: Mapping[str, bytes]) -> Checked:
    needed = (content.METADATA_XML, content.METADATA_JSON, content.HISTORY, content.SUMS)
    missing = [name for name in needed if name not in members]
    if missing:
        raise _Wrong(f"There is no {', '.join(missing)}: this is no package of KCK.")
    root = _xml(members[content.METADATA_XML])
    facts = _json(members, content.METADATA_JSON)
    events = _json(members, content.HISTORY)
    found = [
        *_sums(members),
        *_schema(root),
        *_documents(root, members),
        *_agree(root, facts),
        *_chain(root, events),
        *_letters(members),
    ]
    return Checked(
        package_id=_text(root, "p:identyfikator"),
        case=_text(root, "p:sprawa/p:identyfikator"),
        documents=len(root.findall("p:dokumenty/p:dokument", _NS)),
        letters=sum(name.startswith(f"{content.LETTERS}/") for name in members),
        events=len(events) if isinstance(events, list) else 0,
        problems=tuple(found),
    )


def _xml(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _Wrong(f"{content.METADATA_XML} is no XML: {error}") from error


def _json(members: Mapping[str, bytes], name: str) -> Any:
    try:
        return json.loads(members[name])
    except (ValueError, RecursionError) as error:
        raise _Wrong(f"{name} is no JSON: {error}") from error


def _text(root: Any, path: str) -> str:
    return str(root.findtext(path, "", _NS))


def _sums(members: Mapping[str, bytes]) -> Iterator[str]:
    listed: dict[str, str] = {}
    for line in members[content.SUMS].decode("utf-8", "replace").splitlines():
        digest, _gap, name = line.partition("  ")
        listed[name] = digest
    for name in sorted(set(members) - set(listed) - {content.SUMS}):
        yield f"{name} is not in {content.SUMS}."
    for name, digest in sorted(listed.items()):
        if name not in members:
            yield f"{name} is in {content.SUMS}, but not in the package."
        elif hashlib.sha256(members[name]).hexdigest() != digest:
            yield f"{name} was changed: its SHA-256 is another."


def _schema(root: Any) -> Iterator[str]:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA_FILE)))
    if not schema.validate(root):
        for error in list(schema.error_log)[:10]:
            yield f"{content.METADATA_XML}, line {error.line}: {error.message}"


def _documents(root: Any, members: Mapping[str, bytes]) -> Iterator[str]:
    """Every file is described, every description has its file."""
    described = {
        node.get("plik"): node.findtext("p:skrot", "", _NS)
        for node in root.findall("p:dokumenty/p:dokument", _NS)
    }
    folders = (f"{content.LETTERS}/", f"{content.ATTACHMENTS}/")
    for name in sorted({name for name in members if name.startswith(folders)} - set(described)):
        yield f"{name} is not described in {content.METADATA_XML}."
    for name, digest in described.items():
        if name not in members:
            yield f"{name} is described, but not in the package."
        elif hashlib.sha256(members[name]).hexdigest() != digest:
            yield f"{name} is not the file that {content.METADATA_XML} describes."


def _agree(root: Any, facts: Any) -> Iterator[str]:
    """XML and JSON speak of the same."""
    case = facts.get("sprawa") if isinstance(facts, dict) else None
    if not isinstance(case, dict):
        yield f"{content.METADATA_JSON} is no description of a package."
        return
    if facts.get("identyfikator") != _text(root, "p:identyfikator"):
        yield "XML and JSON have different identifiers."
    if case.get("identyfikator") != _text(root, "p:sprawa/p:identyfikator"):
        yield "XML and JSON have different case numbers."
    listed = [one.get("plik") for one in facts.get("dokumenty", ()) if isinstance(one, dict)]
    if listed != [node.get("plik") for node in root.findall("p:dokumenty/p:dokument", _NS)]:
        yield "XML and JSON list different documents."


def _chain(root: Any, events: Any) -> Iterator[str]:
    """Recompute every link of the history."""
    try:
        yield from _links(events)
        hashes = [event["hash"] for event in events]
    except (TypeError, KeyError) as error:
        yield f"{content.HISTORY} is no list of events: {error}"
        return
    if hashes != [node.get("skrot") for node in root.findall("p:historia/p:zdarzenie", _NS)]:
        yield f"{content.METADATA_XML} and {content.HISTORY} tell different histories."


def _links(events: Any) -> Iterator[str]:
    link = ""
    for place, event in enumerate(events, start=1):
        facts = [event[name] for name in _CHAINED]
        computed = hashlib.sha256(_canonical.encode(facts).encode()).hexdigest()
        if event["seq"] != place or event["prev_hash"] != link or event["hash"] != computed:
            yield f"Event {event['seq']} of the history was changed, or one before it is missing."
            return
        link = event["hash"]


def _letters(
    members: Mapping[str, bytes], look: Callable[[bytes], list[str]] = pdfa.problems
) -> Iterator[str]:
    """Letters are ours, and must be PDF/A; attachments are kept as they came."""
    for name, data in members.items():
        if name.startswith(f"{content.LETTERS}/"):
            yield from (f"{name}: {problem}." for problem in look(data))
