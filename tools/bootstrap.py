"""Set up what `make` needs: Python packages, front end, translations. What is done stays done.

Each step has a stamp, the hash of what it depends on; a step whose stamp is right is skipped. Only
the standard library is used here, because nothing else is there yet.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from steps import Failed, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "kck-stamps"
FRONTEND = ROOT / "frontend"
PYTHON = VENV / "bin" / "python"


def main(purpose: str) -> None:
    """`run` sets up what the site needs; `test` also what checks and tests need."""
    os.chdir(ROOT)
    os.umask(os.umask(0o077) & 0o022)  # the database's own user must be able to read its programs
    requirements = ROOT / "requirements" / ("dev.txt" if purpose == "test" else "run.txt")
    once("python", [sys.version], make_venv)
    once(f"packages-{requirements.stem}", [requirements], lambda: install(requirements))
    once("kck", [ROOT / "pyproject.toml"], install_kck)
    once("npm", [FRONTEND / "package-lock.json"], lambda: npm_ci(FRONTEND, "Front-end packages"))
    once("frontend", sources_of_the_frontend(), build_frontend)
    once("messages", catalogues(), compile_messages)
    once("static", [FRONTEND / "dist", *files("src/kck", "static")], collect_static)
    if purpose == "test":
        tools = FRONTEND / "tools"
        once("npm-tools", [tools / "package.json"], lambda: npm_tools(tools))


def once(name: str, inputs: Iterable[Path | str], work: Callable[[], None]) -> None:
    """Do it unless it has been done with the same inputs."""
    stamp = STAMPS / name
    wanted = digest(inputs)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(inputs) if name in {"npm", "npm-tools"} else wanted)


def digest(inputs: Iterable[Path | str]) -> str:
    total = hashlib.sha256()
    for each in inputs:
        if isinstance(each, str):
            total.update(each.encode())
            continue
        for path in [each] if each.is_file() else sorted(each.rglob("*")):
            if path.is_file() and "collected" not in path.parts:
                total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def files(folder: str, *kinds: str) -> list[Path]:
    """Folders of these names, or files with these endings, below a folder."""
    found = []
    for kind in kinds:
        pattern = f"*{kind}" if kind.startswith(".") else kind
        found += [
            path for path in (ROOT / folder).rglob(pattern) if "node_modules" not in path.parts
        ]
    return sorted(found)


def sources_of_the_frontend() -> list[Path]:
    own = [
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and not {"node_modules", "dist", "tools"} & set(path.parts)
    ]
    mark = ROOT / "src" / "kck" / "ui" / "static" / "ui" / "icon.svg"  # pictures are made of it
    return [*sorted(own), *files("src/kck", "frontend"), mark]


def catalogues() -> list[Path]:
    return files("src/kck", ".po")


def make_venv() -> None:
    if not PYTHON.exists():
        with step("Python environment") as run:
            base = [sys.executable, "-m", "venv"]
            if not run([*base, str(VENV)], may_fail=True):
                shutil.rmtree(VENV, ignore_errors=True)
                _install_venv_module(run)
                run([*base, str(VENV)])
    with step("uv") as run:
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
        run([*pip, "--require-hashes", "-r", "requirements/uv.txt"])


def _install_venv_module(run: Callable[..., bool]) -> None:
    """Debian keeps it apart; root can fetch it, others are told."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "install", "-y", "-q", "python3-venv"])
        return
    raise Failed(
        "This Python has no module venv. Install it (Debian, Ubuntu: sudo apt install "
        "python3-venv) and start again."
    )


def install(requirements: Path) -> None:
    """Locked by hash. uv takes seconds; pip, which this machine knows, is the way back."""
    arguments = ["install", "--require-hashes", "-r", str(requirements)]
    with step("Python packages") as run:
        uv = [str(PYTHON), "-m", "uv", "pip", *arguments, "--python", str(PYTHON)]
        if not run(uv, env=uv_environment(), may_fail=True):
            run([str(PYTHON), "-m", "pip", *arguments, "--quiet"])


def install_kck() -> None:
    with step("KCK itself") as run:
        arguments = ["install", "--no-deps", "--editable", "."]
        uv = [str(PYTHON), "-m", "uv", "pip", *arguments, "--python", str(PYTHON)]
        if not run(uv, env=uv_environment(), may_fail=True):
            run([str(PYTHON), "-m", "pip", *arguments, "--quiet"])


def uv_environment() -> dict[str, str]:
    """What this machine has told pip, told to uv as well: index and certificates."""
    env = dict(os.environ)
    said = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    settings = {}
    for line in said.splitlines():
        name, _, content = line.partition("=")
        settings[name.rpartition(".")[2]] = content.strip("'\"")
    if "index-url" in settings:
        env.setdefault("UV_DEFAULT_INDEX", settings["index-url"])
    if "cert" in settings:
        env.setdefault("SSL_CERT_FILE", settings["cert"])
    env.setdefault("UV_LINK_MODE", "copy" if os.geteuid() == 0 else "hardlink")
    return env


def npm(*arguments: str) -> list[str]:
    program = shutil.which("npm")
    if program is None:
        raise Failed(
            "npm is not here. Install Node 20 or newer (https://nodejs.org, Debian: apt install "
            "nodejs npm) and start again."
        )
    return [program, *arguments]


def npm_ci(folder: Path, title: str) -> None:
    with step(title) as run:
        run(npm("ci", "--no-audit", "--no-fund", "--loglevel=error"), cwd=folder)


def npm_tools(folder: Path) -> None:
    command = "ci" if (folder / "package-lock.json").exists() else "install"
    with step("Front-end tools") as run:
        run(npm(command, "--no-audit", "--no-fund", "--loglevel=error"), cwd=folder)


def build_frontend() -> None:
    with step("Front end") as run:
        run(npm("run", "--silent", "build"), cwd=FRONTEND)


def compile_messages() -> None:
    with step("Translations") as run:
        run([str(PYTHON), "-m", "kck.config.messages", "compile"])


def collect_static() -> None:
    with step("Static files") as run:
        run(
            [
                str(PYTHON),
                "-m",
                "kck.config.cli",
                "collectstatic",
                "--noinput",
                "--clear",
                "-v",
                "0",
            ]
        )


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Failed as failed:
        sys.exit(f"\n{failed}")
    except KeyboardInterrupt:
        sys.exit(130)
