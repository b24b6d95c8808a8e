"""`make check`: everything that can be said about the code without running the site.

All checks run, also after one has failed, so that one look shows everything there is to mend.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from steps import paint

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")


# no pool: there is no database here, and nobody should wait for one
_FAST = ["--settings", "kck.config.settings_test"]


@dataclass(frozen=True, kw_only=True)
class Check:
    title: str
    command: list[str]
    folder: Path = ROOT


def checks() -> list[Check]:
    kck = [PYTHON, "-m", "kck.config.cli"]
    return [
        Check(
            title="ruff", command=[PYTHON, "-m", "ruff", "check", "--output-format=concise", "."]
        ),
        Check(
            title="ruff format", command=[PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]
        ),
        Check(
            title="import-linter", command=[str(BIN / "lint-imports"), "--no-cache", "--no-logo"]
        ),
        Check(title="mypy", command=[PYTHON, "-m", "mypy", "src", "tests"]),
        Check(title="templates", command=[str(BIN / "djlint"), "--lint", "--quiet", "src/kck"]),
        Check(title="django", command=[*kck, "check", "--fail-level", "WARNING"]),
        Check(title="migrations", command=[*kck, "makemigrations", "--check", "--dry-run", *_FAST]),
        Check(title="translations", command=[PYTHON, "-m", "kck.config.messages", "check"]),
        Check(title="settings page", command=[PYTHON, "-m", "kck.config.settings_docs", "--check"]),
        Check(title="oxlint", command=["npm", "run", "--silent", "lint"], folder=ROOT / "frontend"),
        Check(
            title="TypeScript",
            command=["npm", "run", "--silent", "check"],
            folder=ROOT / "frontend",
        ),
    ]


def passes(check: Check) -> bool:
    """Run it; its words are shown only when it has something to say against the code."""
    began = time.monotonic()
    env = {**os.environ, "KCK_HOME": str(ROOT / ".venv" / "check-home")}
    done = subprocess.run(
        check.command, cwd=check.folder, env=env, capture_output=True, text=True, check=False
    )
    well = done.returncode == 0
    sign = paint("✓", 32) if well else paint("✗", 31)
    print(f"{sign} {check.title:<16}{paint(f'{time.monotonic() - began:.1f} s', 2)}", flush=True)
    if not well:
        print("\n".join(f"    {line}" for line in (done.stdout + done.stderr).splitlines()[-80:]))
    return well


if __name__ == "__main__":
    wanted = sys.argv[1:]
    results = [passes(check) for check in checks() if not wanted or check.title in wanted]
    sys.exit(0 if all(results) else 1)
