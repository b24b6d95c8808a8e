"""How good triage is on messages of which somebody has written down what is right."""

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from kck.directory.snapshot import Snapshot
from kck.triage.place.same import same_place
from kck.triage.terms import Triage

COLUMNS = ("id", "lang", "channel", "text", "category", "also_ok", "danger", "matters", "place")
NO_DANGER = "none"

Understand = Callable[[str, str], Triage]  # of a text and its channel


class WrongTable(ValueError):
    """The file is not a table of messages."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A line of the table; what is empty there is not judged."""

    id: str
    lang: str
    channel: str
    text: str
    codes: tuple[str, ...]
    also_ok: frozenset[str]
    danger: str
    matters: int | None
    places: tuple[str, ...]

    @property
    def right(self) -> frozenset[str]:
        return self.also_ok.union(self.codes)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What triage says of a message, as far as it is judged."""

    message: Message
    codes: tuple[str, ...]  # the likeliest first, over all matters
    units: tuple[str, ...]  # who is responsible for each of them
    right_units: frozenset[str]
    probability: float
    danger: str  # the first number to call, or "none"
    danger_code: str
    matters: int
    place: str
    automatic: bool
    seconds: float

    @property
    def is_right(self) -> bool:
        return bool(self.codes) and self.codes[0] in self.message.right


def read_messages(content: str) -> list[Message]:
    """Of a CSV with the columns of `COLUMNS`; only `text` must be there."""
    table = csv.DictReader(StringIO(content))
    if "text" not in (table.fieldnames or ()):
        raise WrongTable(f"no column 'text'; columns are {','.join(COLUMNS)}")
    return [_message(row, place) for place, row in enumerate(table, 1)]


def _message(row: dict[str, str | None], place: int) -> Message:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    matters = cell("matters")
    return Message(
        id=cell("id") or str(place),
        lang=cell("lang"),
        channel=cell("channel") or "web",
        text=row.get("text") or "",
        codes=_pieces(cell("category"), ";"),
        also_ok=frozenset(_pieces(cell("also_ok"), "|")),
        danger=cell("danger"),
        matters=int(matters) if matters.isdigit() else None,
        places=_pieces(cell("place"), ";"),
    )


def _pieces(raw: str, sign: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in raw.split(sign) if piece.strip())


def answers(
    messages: Iterable[Message], understand: Understand, city: Snapshot
) -> Iterator[Answer]:
    """One after another; each is timed."""
    for message in messages:
        began = time.perf_counter()
        seen = understand(message.text, message.channel)
        yield _answer(message, seen, time.perf_counter() - began, city)


def _answer(message: Message, seen: Triage, seconds: float, city: Snapshot) -> Answer:
    ranked = [one.code for one in seen.categories]
    places = [place for matter in seen.matters for place in matter.place_candidates[:1]]
    return Answer(
        message=message,
        codes=tuple(ranked),
        units=tuple(_unit(code, city) for code in ranked),
        right_units=frozenset(_unit(code, city) for code in message.right),
        probability=max((one.probability for one in seen.categories), default=0.0),
        danger=_number(seen),
        danger_code=seen.danger.code if seen.danger else "",
        matters=len(seen.matters),
        place=places[0].label if places else "",
        automatic=len(seen.matters) == 1 and seen.matters[0].sure,
        seconds=seconds,
    )


def _unit(code: str, city: Snapshot) -> str:
    category = city.category(code)
    return category.unit if category else ""


def _number(seen: Triage) -> str:
    if seen.danger is None:
        return NO_DANGER
    return seen.danger.helplines[0].code if seen.danger.helplines else seen.danger.code


def figures(judged: Sequence[Answer]) -> dict[str, Any]:
    """Shares from 0 to 1, None where nothing could be judged; the same inside of each part."""
    parts: dict[str, Callable[[Answer], Iterable[str]]] = {
        "by_language": lambda one: [one.message.lang or "?"],
        "by_channel": lambda one: [one.message.channel],
        "by_category": lambda one: one.message.codes,
    }
    found = _figures(judged)
    for name, keys in parts.items():
        groups: dict[str, list[Answer]] = defaultdict(list)
        for one in judged:
            for key in keys(one):
                groups[key].append(one)
        found[name] = {key: _figures(groups[key]) for key in sorted(groups)}
    return found


def _figures(judged: Sequence[Answer]) -> dict[str, Any]:
    told = [one for one in judged if one.message.codes]
    dangers = [one for one in judged if one.message.danger not in ("", NO_DANGER)]
    calm = [one for one in judged if one.message.danger == NO_DANGER]
    placed = [one for one in judged if one.message.places]
    counted = [one for one in judged if one.message.matters is not None]
    automatic = [one for one in told if one.automatic]
    times = sorted(one.seconds for one in judged)
    return {
        "n": len(judged),
        "top1": _share(told, lambda one: one.is_right),
        "top3": _share(told, lambda one: not one.message.right.isdisjoint(one.codes[:3])),
        "unit_top1": _share(told, _right_unit),
        "danger_recall": _share(dangers, lambda one: one.danger != NO_DANGER),
        "danger_false_alarms": _share(calm, lambda one: one.danger != NO_DANGER),
        "matters": _share(counted, lambda one: one.matters == one.message.matters),
        "place": _share(placed, _right_place),
        "automatic_coverage": _share(told, lambda one: one.automatic),
        "automatic_error": _share(automatic, lambda one: not one.is_right),
        "automatic_unit_error": _share(automatic, lambda one: not _right_unit(one)),
        "confidence": _mean([one.probability for one in told]),
        "ms_per_message": round(1000 * sum(times) / len(times), 3) if times else None,
        "ms_p99": round(1000 * times[int(0.99 * (len(times) - 1))], 3) if times else None,
    }


def _share(judged: Sequence[Answer], true: Callable[[Answer], bool]) -> float | None:
    return round(sum(map(true, judged)) / len(judged), 4) if judged else None


def _mean(shares: Sequence[float]) -> float | None:
    return round(sum(shares) / len(shares), 4) if shares else None


def _right_unit(one: Answer) -> bool:
    return bool(one.units) and one.units[0] in one.right_units


def _right_place(one: Answer) -> bool:
    return any(same_place(one.place, place) for place in one.message.places)


def confusions(judged: Iterable[Answer], most: int = 20) -> list[tuple[str, str, int]]:
    """What is taken for what, the most frequent first."""
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for one in judged:
        if one.message.codes and not one.is_right:
            pairs[one.message.codes[0], one.codes[0] if one.codes else ""] += 1
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(right, taken, count) for (right, taken), count in ranked[:most]]
