"""The drop folder: `in/` is read, `taken/` and `aside/` keep what was read."""

import json
import logging
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from kck.channels.edoreczenia.commands import move, take
from kck.channels.edoreczenia.models import Delivery, Letter, PutAside
from kck.channels.edoreczenia.reading import is_fresh, read
from kck.channels.edoreczenia.terms import (
    ASIDE,
    IN,
    PROOFS,
    TAKEN,
    Broken,
    LetterState,
    NotYet,
)
from kck.foundation import clock
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _

_UNEXPECTED = reason("edoreczenia.unexpected", _("Nieoczekiwany błąd: %(error)s"))
_NO_LETTER = reason("edoreczenia.no-letter", _("Takiego pisma nie wysłano."))
_PROOF_WITHOUT_TIME = reason("edoreczenia.proof-without-time", _("Dowód nie mówi, kiedy."))
_PROOF_WITHOUT_STATE = reason(
    "edoreczenia.proof-without-state", _("Dowód nie mówi, co i kiedy się stało.")
)
_NO_PROOF_FILE = reason("edoreczenia.no-proof-file", _("To nie jest dowód w formacie JSON."))

_AT_ONCE = 200
_MOST_PROOF = 100_000
_log = logging.getLogger(__name__)
_PROVES = {
    "sent": LetterState.SENT,
    "received": LetterState.RECEIVED,
    "rejected": LetterState.REJECTED,
}


def drop_folder() -> Path | None:
    found: Path | None = settings.ENV.edoreczenia_folder
    return found


def take_deliveries() -> int:
    """Everything that has come. What is broken is put aside and never stops the next."""
    folder = drop_folder()
    return sum(_take_one(path) for path in _waiting(folder / IN)) if folder else 0


def _waiting(folder: Path) -> Iterator[Path]:
    """A name that begins with a dot or ends with .part is being written."""
    try:
        found = sorted(folder.iterdir())
    except OSError:  # nobody has made it, or it is away for the moment
        return
    ready = [p for p in found if not p.name.startswith(".") and not p.name.endswith(".part")]
    yield from ready[:_AT_ONCE]


def _take_one(path: Path) -> bool:
    kept_as = _free_name(path, TAKEN)
    try:
        delivery = take(read(path), kept_as=kept_as, at=clock.now())
    except (NotYet, OSError, DatabaseError) as error:
        if not isinstance(error, NotYet):
            _log.warning("%s waits: %s", path.name, type(error).__name__)
        return False
    except Broken as broken:
        _put_aside(path, broken.why)
        return False
    except Exception as error:  # a stranger's bytes found a way that nobody thought of
        _log.exception("a delivery could not be taken in")
        _put_aside(path, _UNEXPECTED(error=type(error).__name__))
        return False
    return _shelve(path, delivery)


def _shelve(path: Path, delivery: Delivery) -> bool:
    """One original of each is enough; of what was forgotten or is past its days, none."""
    name = delivery.kept_as
    if delivery.erased_at or not name or (path.parent.parent / TAKEN / name).exists():
        return removed(path)
    return _shift(path, TAKEN, name)


def _put_aside(path: Path, why: Reason) -> None:
    name = _free_name(path, ASIDE)
    if _shift(path, ASIDE, name):
        said, stored = columns(why)
        PutAside.objects.create(name=name[:200], reason=said, why=stored, at=clock.now())


def _free_name(path: Path, where: str) -> str:
    if not (path.parent.parent / where / path.name).exists():
        return path.name
    return f"{path.stem}.{os.urandom(4).hex()}{path.suffix}"


def _shift(path: Path, where: str, name: str) -> bool:
    """False: it stays where it is, and is looked at again."""
    try:
        target = path.parent.parent / where
        target.mkdir(exist_ok=True)
        path.rename(target / name)
    except OSError as error:
        _log.warning("%s cannot be moved to %s: %s", path.name, where, type(error).__name__)
        return False
    return True


def remove_original(kept_as: str) -> None:
    """Whoever is forgotten is gone from the folder too."""
    folder = drop_folder()
    if folder is None or not kept_as:
        return
    removed(folder / TAKEN / Path(kept_as).name)


def removed(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s cannot be removed: %s", path.name, type(error).__name__)
        return False
    return True


# proofs of our own letters


def read_proofs() -> int:
    folder = drop_folder()
    if folder is None:
        return 0
    return sum(_prove(path) for path in _waiting(folder / PROOFS) if path.suffix == ".json")


def _prove(path: Path) -> bool:
    try:
        letter_id, state, moment, said = _proof(path)
        if not move(letter_id, state, moment=moment, reason=said):
            raise Broken(_NO_LETTER)
    except (NotYet, OSError, DatabaseError):
        return False
    except Broken as broken:
        _put_aside(path, broken.why)
        return False
    return _shift(path, TAKEN, _free_name(path, TAKEN))


def _proof(path: Path) -> tuple[str, LetterState, datetime, str]:
    """`{"id": …, "proof": "sent" | "received" | "rejected", "at": …}`, perhaps a `reason`."""
    said = _said(path)
    state = _PROVES.get(str(said.get("proof")))
    try:
        moment = datetime.fromisoformat(str(said.get("at")))
    except ValueError as error:
        raise Broken(_PROOF_WITHOUT_TIME) from error
    if state is None or moment.tzinfo is None:
        raise Broken(_PROOF_WITHOUT_STATE)
    return str(said.get("id")), state, moment, str(said.get("reason", ""))


def proves_a_known_letter(path: Path) -> bool:
    """What it says was written down when it was read."""
    try:
        letter_id, *_rest = _proof(path)
    except (NotYet, OSError, Broken):
        return False
    return Letter.objects.filter(letter_id=letter_id).exists()


def _said(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        raw = file.read(_MOST_PROOF)
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError) as error:
        if is_fresh(path):
            raise NotYet from error
        raise Broken(_NO_PROOF_FILE) from error
    if not isinstance(said, dict):
        raise Broken(_NO_PROOF_FILE)
    return said
