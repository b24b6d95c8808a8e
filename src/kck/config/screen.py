"""What a person at the terminal sees: steps with ticks, and one panel at the end."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

console = Console(highlight=False)


@contextmanager
def step(title: str) -> Iterator[list[str]]:
    """A step that takes a while; what is appended to the list is said beside its tick."""
    began = time.monotonic()
    remarks: list[str] = []
    with console.status(title):
        try:
            yield remarks
        except BaseException:
            console.print(f"[red]✗[/] {title}")
            raise
    tick(title, *remarks, seconds=time.monotonic() - began)


def tick(title: str, *remarks: str, seconds: float | None = None) -> None:
    said = [*remarks, *([f"{seconds:.1f} s"] if seconds is not None else [])]
    text = Text.assemble(("✓ ", "green"), f"{title:<22}", (" · ".join(said), "dim"))
    console.print(text, soft_wrap=True)


def say(words: str) -> None:
    console.print(Text.assemble("  ", (words, "dim")), soft_wrap=True)


def warn(words: str) -> None:
    console.print(Text.assemble(("! ", "yellow"), words), soft_wrap=True)


def panel(title: str, sections: Mapping[str, Sequence[Sequence[str]]], footer: str) -> None:
    """Rows under headings: a name, then what is ready to be copied."""
    parts: list[RenderableType] = []
    for heading, rows in sections.items():
        grid = Table.grid(padding=(0, 2))
        for name, *contents in rows:
            grid.add_row(Text(name), *(Text(content, style="cyan") for content in contents))
        parts += [Text(heading, style="bold"), grid, Text()]
    parts.append(Text(footer, style="dim"))
    console.print(Panel(Group(*parts), title=title, expand=False, border_style="green"))


@contextmanager
def meter() -> Iterator[Callable[[str, int, int], None]]:
    """Bars that appear as they are told of: `progress("files", done, total)`."""
    columns = (
        TextColumn("  {task.description:<20}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    hidden = not console.is_terminal  # in a log the tick at the end says enough
    with Progress(*columns, console=console, transient=True, disable=hidden) as bars:
        known: dict[str, TaskID] = {}

        def progress(title: str, done: int, total: int) -> None:
            if title not in known:
                known[title] = bars.add_task(title, total=max(total, done, 1))
            bars.update(known[title], completed=done, total=max(total, done, 1))

        yield progress
