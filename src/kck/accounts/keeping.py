"""There is always somebody who may give grants: a change after which nobody could is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q

from kck.accounts.models import Post, Role
from kck.accounts.terms import ADMINISTERS
from kck.foundation import clock
from kck.foundation.text import _


class LastAdministrator(ValueError):
    """Nobody would be left to give grants."""

    def __str__(self) -> str:
        return str(_("Po tej zmianie nikt nie mógłby zarządzać kontami. Najpierw wskaż następcę."))


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """Inside a command. The lock keeps two administrators from removing each other at once."""
    list(Role.objects.select_for_update().order_by("pk").values_list("pk"))
    before = _somebody_administers()
    yield
    if before and not _somebody_administers():
        raise LastAdministrator


def _somebody_administers() -> bool:
    """Today, and without an end: whoever only stays until Friday keeps nothing."""
    return Post.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=clock.today()),
        valid_to=None,
        staff__is_active=True,
        role__everywhere=True,
        role__grants__contains=[ADMINISTERS],
    ).exists()
