"""Roles on the screen: a new one, and one that nobody needs any more."""

import re
from collections.abc import Iterable, Mapping

from kck.accounts import policy
from kck.accounts.commands import set_role
from kck.accounts.events import RoleRemoved
from kck.accounts.models import Post, Role
from kck.accounts.terms import GRANTS, READS_DISTRICT, Home
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean, fold
from kck.foundation.verdict import require


class WrongRole(ValueError):
    """A role cannot be so; `field` and the sentence say what to change."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(str(sentence))
        self.field = field


@command
def save_role(
    code: str,
    *,
    names: Mapping[str, str],
    grants: Iterable[str],
    everywhere: bool,
    second_factor: bool,
    home: str,
    by: Actor,
) -> Role:
    """What the form says of a role; without a code it is a new one, named after its name."""
    require(policy.may_edit(by))
    names = {language: clean(name) for language, name in names.items() if clean(name)}
    if not names.get("pl"):
        raise WrongRole("name_pl", _("Nazwij rolę po polsku."))
    if home and home not in list(Home):
        raise WrongRole("home", _("Nie ma takiej strony."))
    grants = set(grants)
    if READS_DISTRICT in grants and everywhere:
        raise WrongRole("everywhere", _("Kto czyta sprawy dzielnicy, nie czyta ich wszędzie."))
    return set_role(
        code or _free_code(names["pl"]),
        names=names,
        grants=grants,
        everywhere=everywhere,
        second_factor=second_factor,
        home=home,
        by=by,
    )


def _free_code(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:32] or "role"
    taken = set(Role.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, 1000))
    return base if base not in taken else next(one for one in numbered if one not in taken)


class RoleOvertaken(ValueError):
    """Somebody has changed the role since, or nothing was changed yet."""


@command
def undo_role(code: str, *, seen: int, by: Actor) -> None:
    """The role is again as before its last change; doing it twice brings the change back.

    `RoleOvertaken` when the last change is no longer the one `seen`.
    """
    require(policy.may_edit(by))
    role = Role.objects.select_for_update().filter(code=code).first()
    if role is None or role.before is None or role.version != seen:
        raise RoleOvertaken
    was = dict(role.before)
    was["grants"] = [grant for grant in was["grants"] if grant in GRANTS]  # some end with a release
    set_role(code, **was, by=by)


@command
def remove_role(code: str, *, by: Actor) -> None:
    """Only one that nobody holds or has held: a post of the past says what somebody was."""
    require(policy.may_edit(by))
    if Post.objects.filter(role__code=code).exists():
        raise WrongRole("", _("Tę rolę ktoś ma albo miał, więc musi zostać."))
    removed, _each = Role.objects.filter(code=code).delete()
    if removed:
        record(RoleRemoved(role=code), by=by, stream=f"role:{code}")
