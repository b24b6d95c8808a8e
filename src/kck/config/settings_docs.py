"""docs/settings.md, written from the settings themselves: `python -m kck.config.settings_docs`."""

import sys
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from kck.config.environment import Environment

_HEAD = """\
# Settings

Everything an operator may set is an environment variable. A value that cannot be used stops the
start with a sentence that says what to write instead. This page is generated from
`src/kck/config/environment.py` by `make docs`.

| Variable | Default | What it is for |
|---|---|---|
"""


def markdown() -> str:
    return _HEAD + "".join(_row(item) for item in fields(Environment))


def _row(item: "Field[Any]") -> str:
    about = item.metadata["about"].replace("|", "\\|")
    return f"| `KCK_{item.name.upper()}` | {_default(item.default)} | {about} |\n"


def _default(content: Any) -> str:
    if content in ("", (), None):
        return ""
    if isinstance(content, bool):
        return "yes" if content else "no"
    return f"`{','.join(content) if isinstance(content, tuple) else content}`"


def main(arguments: list[str]) -> int:
    """Write the page; with `--check` only say whether it would change."""
    page = Path(__file__).resolve().parents[3] / "docs" / "settings.md"
    if "--check" in arguments:
        stale = not page.exists() or page.read_text() != markdown()
        sys.stdout.write("docs/settings.md is out of date: make docs\n" if stale else "")
        return int(stale)
    page.parent.mkdir(exist_ok=True)
    page.write_text(markdown())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
