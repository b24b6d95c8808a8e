"""Where files and screens meet: what a load would overwrite, and what it leaves of it."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kck.directory.events import ChangesReplaced, changes_stream
from kck.directory.loading.problems import Change
from kck.directory.models import ChangeSet, ChangeState, Edit, LoadedFile
from kck.foundation.actor import Actor
from kck.foundation.outbox import record

_KEPT = ("*.toml", "*.csv", "*.geojson", "*.md", "texts/*.md")
_IN_FORCE = (ChangeState.PLANNED, ChangeState.IN_FORCE, ChangeState.ENDED)


def conflicts_of(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes of things that somebody has edited on screens since."""
    edits = Edit.objects.filter(change_set__state__in=_IN_FORCE, replaced=False)
    edited = set(edits.values_list("table", "identity"))
    return tuple(one for one in changes if (one.table, one.identity) in edited)


def give_way(conflicts: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Edits that files have overwritten; a set of which nothing is left is over."""
    gone = {(one.table, one.identity) for one in conflicts}
    touched = set()
    for edit in Edit.objects.filter(change_set__state__in=_IN_FORCE, replaced=False):
        if (edit.table, edit.identity) in gone:
            edit.replaced = True
            edit.save(update_fields=["replaced"])
            touched.add(edit.change_set_id)
    for changes in ChangeSet.objects.filter(pk__in=touched).exclude(edits__replaced=False):
        changes.state = ChangeState.REPLACED
        changes.save(update_fields=["state"])
        replaced = ChangesReplaced(change_set_id=changes.pk)
        record(replaced, by=by, at=at, stream=changes_stream(changes.pk))


def keep_files(folder: Path) -> None:
    """Letter by letter, for an export."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8-sig")
        for pattern in _KEPT
        for path in sorted(folder.glob(pattern))
    }
    known = dict(LoadedFile.objects.values_list("name", "content"))
    LoadedFile.objects.exclude(name__in=found).delete()
    fresh = [
        LoadedFile(name=name, content=text)
        for name, text in found.items()
        if known.get(name) != text
    ]
    LoadedFile.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["name"], update_fields=["content"]
    )
