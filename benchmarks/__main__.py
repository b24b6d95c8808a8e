"""`python -m benchmarks [NAME …]`: all of them, or these, and one table at the end."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure, kept, show
from benchmarks.ground import ROOT, Ground, environment

# in this order: the last one fills a large table the first time
NAMES = (
    "memory",
    "create",
    "live",
    "open311",
    "open311_out",
    "imports",
    "places",
    "mail_parsing",
    "webhooks",
    "mail_out",
    "clocks",
    "triage",
    "api",
    "lists",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    home = Path(os.environ.get("KCK_HOME", ROOT / "var")).resolve() / "benchmarks"
    home.mkdir(parents=True, exist_ok=True)
    with server(home) as url:
        ground = Ground(url, home)
        figures = [figure for name in names for figure in measured(name, ground)]
    print()
    show(figures)
    print(f"{os.cpu_count()} cores, load of the last minute {os.getloadavg()[0]:.1f}")
    return 0 if all(figure.ok for figure in figures) else 1


@contextmanager
def server(home: Path) -> Iterator[str]:
    """The one that was named, on which we make databases of our own; else an embedded one."""
    named = os.environ.get("KCK_DATABASE_URL", "")
    if named:
        yield named
        return
    from kck.config.embedded_home import embedded_home
    from kck.config.home_lock import database

    with database(home, purpose="benchmarks"):
        yield embedded_home(home).url


def measured(name: str, ground: Ground) -> list[Figure]:
    """In a process of its own: what one loads into memory is not the next one's."""
    print(f"{name} … ", end="", flush=True)
    url = ground.fresh("kck_bench")
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        argv = [sys.executable, "-m", "benchmarks.child", name, file.name, ground.server]
        subprocess.run(argv, env=environment(url, ground.home), check=True)
        return kept(Path(file.name))


if __name__ == "__main__":
    raise SystemExit(main())
