"""`roles.toml` of a city's folder, in the form of the one that ships; without it, those ship."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from kck.accounts.commands import SHIPPED_ROLES, set_role
from kck.accounts.events import RoleRemoved
from kck.accounts.keeping import LastAdministrator, keeping_an_administrator
from kck.accounts.models import Post, Role
from kck.accounts.terms import GRANTS, READS_DISTRICT, Home
from kck.directory.editing import tomls
from kck.directory.loading.parts import last_loaded
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tomls import parse
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import record
from kck.foundation.text import _

FILE = "roles.toml"
_FIELDS = {"names", "grants", "everywhere", "second_factor", "home"}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A role as a file has it."""

    code: str
    names: Mapping[str, str]
    grants: tuple[str, ...]
    everywhere: bool = False
    second_factor: bool = False
    home: str = ""


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    wanted = read(folder, problems)
    news, gone = _news(folder, wanted)
    known = set(Role.objects.values_list("code", flat=True))
    if news:
        _try(news, problems)
    return [
        *(f"{'~' if one.code in known else '+'} role {one.code}" for one in news),
        *(f"- role {one.code}" for one in gone),
    ]


def _try(news: list[Written], problems: Problems) -> None:
    """Whether somebody could still give grants; written and rolled back."""
    with transaction.atomic():
        try:
            with keeping_an_administrator():
                for one in news:
                    facts = {"grants": [*one.grants], "everywhere": one.everywhere}
                    Role.objects.filter(code=one.code).update(**facts)
        except LastAdministrator as refused:
            problems.add(FILE, 0, str(refused), "")
        transaction.set_rollback(True)


def load(folder: Path) -> None:
    """What the file says anew. A role that somebody holds or has held is not removed."""
    news, gone = _news(folder, read(folder, Problems()))
    for one in news:
        set_role(
            one.code, names=one.names, grants=one.grants, everywhere=one.everywhere,
            second_factor=one.second_factor, home=one.home, by=PLATFORM,
        )  # fmt: skip
    for one in gone:
        Role.objects.filter(code=one.code).delete()
        record(RoleRemoved(role=one.code), by=PLATFORM, stream=f"role:{one.code}")


def _news(folder: Path, wanted: list[Written]) -> tuple[list[Written], list[Written]]:
    if not (folder / FILE).is_file():
        return [], []
    with last_loaded() as old:
        before = read(old, Problems())
    standing, codes = _of_tables(), {one.code for one in wanted}
    held = set(Post.objects.values_list("role__code", flat=True))
    return (
        [one for one in wanted if one not in before and one not in standing],
        [one for one in standing if one.code not in codes | held and _came(one, before)],
    )


def _came(one: Written, before: list[Written]) -> bool:
    """From the last file, or from the roles that ship: not from the screen."""
    return one in before or one in _shipped()


def read(folder: Path, problems: Problems) -> list[Written]:
    path = folder / FILE
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    found = parse(text, FILE, problems) or {}
    return [one for code, raw in found.items() if (one := _written(code, raw, text, problems))]


def _written(code: str, raw: Any, text: str, problems: Problems) -> Written | None:
    lines = text.splitlines()
    line = next((n for n, one in enumerate(lines, 1) if one.strip() == f"[{code}]"), 0)
    wrong = list(_mistakes(raw))
    for what, instead in wrong:
        problems.add(FILE, line, f"{code}: {what}", instead)
    return None if wrong else _role(code, raw)


def _mistakes(raw: Any) -> list[tuple[str, str]]:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("grants"), list):
        return [(str(_("Rola potrzebuje nazw i listy uprawnień.")), 'grants = ["cases.view"]')]
    names, grants, found = raw.get("names"), set(map(str, raw["grants"])), []
    if not isinstance(names, Mapping) or not names.get("pl"):
        found.append((str(_("Nazwij rolę po polsku.")), 'names = { pl = "…" }'))
    for grant in sorted(grants - {*GRANTS, "*"}):
        unknown = str(_("nieznane uprawnienie „%(grant)s”.")) % {"grant": grant}
        found.append((unknown, str(suggestion(grant, GRANTS))))
    if raw.get("home", "") not in {"", *Home}:
        found.append((str(_("Nie ma takiej strony.")), str(suggestion(str(raw["home"]), [*Home]))))
    if READS_DISTRICT in grants and raw.get("everywhere"):
        found.append((str(_("Kto czyta sprawy dzielnicy, nie czyta ich wszędzie.")), ""))
    unread = str(_("Nieznane pole „{field}”."))
    return [*found, *((unread.format(field=one), "") for one in sorted(set(raw) - _FIELDS))]


def _role(code: str, raw: Mapping[str, Any]) -> Written:
    everything = "*" in raw["grants"]
    return Written(
        code=code,
        names=dict(raw["names"]),
        grants=tuple(sorted(GRANTS if everything else set(raw["grants"]))),
        everywhere=raw.get("everywhere", False) is True,
        second_factor=raw.get("second_factor", False) is True,
        home=raw.get("home", ""),
    )


# -- out -------------------------------------------------------------------------------------


def written(folder: Path | None) -> str:
    """The file; none as long as the roles are those that ship."""
    found = _of_tables() if folder is None else read(folder, Problems())
    if folder is None and sorted(found, key=_code) == sorted(_shipped(), key=_code):
        return ""
    return "\n".join(_entry(one) for one in sorted(found, key=_code))


def _code(one: Written) -> str:
    return one.code


def _of_tables() -> list[Written]:
    return [
        Written(
            code=row.code, names=row.names, grants=tuple(sorted(row.grants)),
            everywhere=row.everywhere, second_factor=row.second_factor, home=row.home,
        )
        for row in Role.objects.all()
    ]  # fmt: skip


def _shipped() -> list[Written]:
    found = tomllib.loads(SHIPPED_ROLES.read_text(encoding="utf-8"))
    return [_role(code, raw) for code, raw in found.items()]


def _entry(one: Written) -> str:
    plain: dict[str, Any] = {"grants": ["*"] if set(one.grants) >= set(GRANTS) else [*one.grants]}
    plain |= {name: True for name in ("everywhere", "second_factor") if getattr(one, name)}
    plain |= {"home": one.home} if one.home else {}
    return tomls.section(one.code, {**plain, "names": tomls.spoken(one.names)})
