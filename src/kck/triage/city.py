"""`triage/` of a city's folder: sentences to learn from, and messages to be judged by."""

import hashlib
from pathlib import Path

from kck.directory.loading.problems import Problems
from kck.triage.models import Material

FOLDER = "triage"


def check(folder: Path, _problems: Problems) -> list[str]:
    """A line for each file that a load would bring, change or take away."""
    if not (folder / FOLDER).is_dir():
        return []
    wanted = {name: _sha(content) for name, content in read_materials(folder).items()}
    known = dict(Material.objects.values_list("name", "sha256"))
    lines = [f"+ triage {name}" for name in sorted(wanted.keys() - known.keys())]
    both = wanted.keys() & known.keys()
    lines += [f"~ triage {name}" for name in sorted(both) if wanted[name] != known[name]]
    return [*lines, *(f"- triage {name}" for name in sorted(known.keys() - wanted.keys()))]


def load(folder: Path) -> None:
    """Keep the files as they are, so that any process of the house may train.

    Files of a configuration that come without the folder say nothing about it.
    """
    if not (folder / FOLDER).is_dir():
        return
    found = read_materials(folder)
    Material.objects.exclude(name__in=found).delete()
    rows = [
        Material(name=name, sha256=_sha(content), content=content)
        for name, content in found.items()
    ]
    Material.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name"], update_fields=["sha256", "content"]
    )


def read_materials(folder: Path) -> dict[str, str]:
    """Every table below `triage/`, under its path there."""
    root = folder / FOLDER
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.csv"))
    }


def _sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
