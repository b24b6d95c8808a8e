"""The small model city "Wzorowo" for tests of this and other modules."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from kck.directory.commands import Loaded, load_city
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation.actor import PLATFORM

MODEL_CITY = Path(__file__).parent / "city"
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # 9.00 in Wzorowo, a working day


def load_model_city(at: datetime = MONDAY) -> Snapshot:
    """Load Wzorowo and hand out its snapshot of that day."""
    load_city(MODEL_CITY, by=PLATFORM, at=at)
    forget_snapshot()
    return snapshot(at)


def reload(folder: Path, at: datetime = MONDAY) -> Loaded:
    return load_city(folder, by=PLATFORM, at=at)


def a_copy(into: Path) -> Path:
    """Files of Wzorowo that a test may spoil."""
    return Path(shutil.copytree(MODEL_CITY, into / "city"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace words of one file; they must be there."""
    path = folder / name
    text = path.read_text()
    assert old in text, f"{name} has no {old!r}"
    path.write_text(text.replace(old, new, 1))
