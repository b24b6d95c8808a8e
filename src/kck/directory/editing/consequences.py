"""What modules above say of a change before it is in force; they join with `register`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kck.directory.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A sentence of the preview; one that `refuses` must be dealt with first."""

    words: str
    details: tuple[str, ...] = ()
    refuses: bool = False
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One edit of the set: a thing of a table that no snapshot holds is told by it."""

    table: str
    identity: str
    values: Mapping[str, Any]
    seen: Mapping[str, Any] | None
    ends: bool


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The configuration of the same day, without the change and with it."""

    before: Snapshot
    after: Snapshot
    moves_cases: bool = field(default=True)
    edits: tuple[Wanted, ...] = ()

    def of_table(self, name: str) -> Iterator[Wanted]:
        return (one for one in self.edits if one.table == name)


Teller = Callable[[Turn], Iterable[Effect]]
_tellers: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    """Join every preview from now on."""
    _tellers[name] = teller


def told(turn: Turn) -> list[Effect]:
    return [effect for teller in _tellers.values() for effect in teller(turn)]
