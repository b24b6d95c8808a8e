"""Whom a note may call by name: `@anna.nowak`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kck.accounts.models import Staff
from kck.accounts.queries import actor_for, colleagues
from kck.cases.models import Case, Task
from kck.cases.terms import TaskState
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.text import fold, polish_sort_key

# with a dot, so that "@zdmk_krakow" and an address of mail are no names
MENTION = re.compile(r"(?<![\w@.])@([^\W_](?:[\w-]*[\w])?(?:\.[\w-]*\w)+)")


@dataclass(frozen=True, kw_only=True)
class Mentionable:
    """Somebody who works on the case, or beside whoever writes."""

    id: int
    handle: str
    name: str
    unit: str


def handles_in(text: str) -> list[str]:
    """Every name that is called, once, as it was written."""
    return list(dict.fromkeys(MENTION.findall(text)))


def handle_of(name: str) -> str:
    return ".".join(re.sub(r"[^\w-]", "", word) for word in fold(name).split())


def mentionable(case_id: int, actor: Actor) -> list[Mentionable]:
    """Colleagues of one's own unit, of the one that has the case and of those with a task in it."""
    return mentionable_in(_units(case_id, actor), actor)


def mentionable_in(unit_ids: Iterable[int], actor: Actor) -> list[Mentionable]:
    """Everybody of these units. Two of the same name get the unit's code behind it."""
    city = snapshot()
    found: dict[int, tuple[str, str]] = {}
    for unit_id in unit_ids:
        code = city.unit_by_id(unit_id).code
        for one in colleagues(unit_id):
            found.setdefault(one.id, (one.name, code))
    found.pop(actor.staff_id or 0, None)
    handles = _handles(found)
    rows = [
        Mentionable(id=pk, handle=handles[pk], name=name, unit=unit)
        for pk, (name, unit) in found.items()
    ]
    return sorted(rows, key=lambda row: polish_sort_key(row.name))


def _units(case_id: int, actor: Actor) -> list[int]:
    running = Task.objects.filter(
        case_id=case_id, state__in=[TaskState.WAITING, TaskState.TAKEN]
    ).values_list("unit_id", flat=True)
    own = Case.objects.values_list("unit_id", flat=True).get(pk=case_id)
    return sorted({own, *actor.unit_ids, *running})


def _handles(people: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    plain = {pk: handle_of(name) for pk, (name, _unit) in people.items()}
    double = _more_than_once(plain.values())
    return {
        pk: f"{handle}.{people[pk][1].lower()}" if handle in double else handle
        for pk, handle in plain.items()
    }


def _more_than_once(handles: Iterable[str]) -> set[str]:
    known = list(handles)
    return {one for one in known if known.count(one) > 1}


def names_called(texts: Iterable[str]) -> dict[str, str]:
    """By handle the name of whoever is called in these texts, also of those who left since."""
    handles = {fold(handle) for text in texts for handle in handles_in(text)}
    if not handles:
        return {}
    known = {handle_of(name): name for name in Staff.objects.values_list("name", flat=True)}
    return {one: name for one in handles if (name := known.get(one) or known.get(_whole(one)))}


def _whole(handle: str) -> str:
    """Without the code of the unit that tells two of one name apart."""
    return handle.rpartition(".")[0]


def staff_called(handle: str) -> list[Staff]:
    """Everybody of the city who is called so; for a name that is none of a case's colleagues."""
    rows = Staff.objects.filter(is_active=True).only("id", "name")
    return [row for row in rows if handle_of(row.name) == fold(handle)]


def may_see(staff: Staff, case_id: int) -> bool:
    return Case.objects.visible_to(actor_for(staff)).filter(pk=case_id).exists()
