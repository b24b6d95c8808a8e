"""What a benchmark finds, and the table of it."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. Without `most` and `least` it is told, not judged.

    With a baseline the limits are about the ratio measured / baseline, else about what was
    measured.
    """

    name: str
    measured: float
    unit: str
    baseline: float | None = None
    against: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.measured / self.baseline if self.baseline else None

    @property
    def judged(self) -> bool:
        return self.most is not None or self.least is not None

    @property
    def ok(self) -> bool:
        value = self.measured if self.ratio is None else self.ratio
        return (self.most is None or value <= self.most) and (
            self.least is None or value >= self.least
        )


def keep(figures: Sequence[Figure], path: Path) -> None:
    path.write_text(json.dumps([asdict(figure) for figure in figures]))


def kept(path: Path) -> list[Figure]:
    return [Figure(**facts) for facts in json.loads(path.read_text())]


def show(figures: Sequence[Figure]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("what", "measured", "baseline", "ratio", "limit", ""):
        table.add_column(name, justify="right" if name in {"measured", "ratio"} else "left")
    for figure in figures:
        table.add_row(
            figure.name,
            number(figure.measured, figure.unit),
            f"{number(figure.baseline, figure.unit)} {figure.against}" if figure.baseline else "",
            f"{figure.ratio:.2f}" if figure.ratio is not None else "",
            _limit(figure),
            ("ok" if figure.ok else "OVER") if figure.judged else "",
        )
    Console(width=150).print(table)


def number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".replace(",", " ").rstrip()


def _limit(figure: Figure) -> str:
    times = "× " if figure.ratio is not None else ""
    if figure.most is not None:
        return f"≤ {times}{figure.most:g}"
    return f"≥ {times}{figure.least:.3g}" if figure.least is not None else ""


def percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
