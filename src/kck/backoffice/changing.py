"""The draft that an administrator is adding to, kept in their session from page to page."""

from collections.abc import Iterable

from kck.accounts.queries import names_of
from kck.backoffice.doors import StaffRequest
from kck.directory.editing.reading import ChangesInfo, find_changes
from kck.foundation.text import _

_KEY = "directory_changes"


def current(request: StaffRequest) -> ChangesInfo | None:
    """Forgotten as soon as it is no draft any more."""
    chosen = request.session.get(_KEY)
    found = find_changes(chosen) if isinstance(chosen, int) else None
    return found if found and found.is_draft else None


def choose(request: StaffRequest, change_set_id: int) -> None:
    request.session[_KEY] = change_set_id


def leave(request: StaffRequest) -> None:
    request.session.pop(_KEY, None)


def people(actors: Iterable[str]) -> dict[str, str]:
    """Names of whoever acted, by how the log writes them."""
    wanted = set(actors)
    ids = {one: one.partition("staff:")[2] for one in wanted}
    names = names_of({int(number) for number in ids.values() if number})
    return {
        one: names.get(int(number), one) if number else str(_("System"))
        for one, number in ids.items()
    }
