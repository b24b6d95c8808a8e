"""Who is told: selections that modules offer by name, and that a mailing asks for.

A selection is one statement that gives `person_id, address, language, values`. It never comes from
a screen: screens choose a name and fill in what it asks for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kck.foundation.text import _
from kck.people.queries.consents import consented

Asked = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """SQL with `%s`, and what stands for them."""

    sql: str
    params: Sequence[Any] = ()


@dataclass(frozen=True, kw_only=True)
class Audience:
    """`values`: what the words may say of each recipient, with samples."""

    name: str
    about: Any
    select: Callable[[str, Asked], Selection]  # channel, what is asked
    values: Mapping[str, str] = field(default_factory=dict)


_audiences: dict[str, Audience] = {}


def register_audience(audience: Audience) -> None:
    _audiences[audience.name] = audience


def audience(name: str) -> Audience:
    return _audiences[name]


def audiences() -> tuple[Audience, ...]:
    return tuple(_audiences[name] for name in sorted(_audiences))


_ADDRESS = {"email": "p.email", "sms": "p.phone"}
_PEOPLE = """
SELECT p.id AS person_id, {address} AS address, p.language AS language,
       jsonb_build_object('name', p.name) AS values
  FROM people_person AS p WHERE p.erased_at IS NULL AND {which}
"""


def _consenting(channel: str, asked: Asked) -> Selection:
    which = consented(person="p.id", purpose="%s")
    return Selection(sql=_of_people(channel, which), params=[channel])


def _named(channel: str, asked: Asked) -> Selection:
    return Selection(sql=_of_people(channel, "p.id = ANY(%s)"), params=[list(asked["ids"])])


def _of_people(channel: str, which: str) -> str:
    return _PEOPLE.format(address=_ADDRESS.get(channel, "''"), which=which)


register_audience(
    Audience(
        name="people.consenting",
        about=_("Wszyscy, którzy zgodzili się na wiadomości tym kanałem"),
        select=_consenting,
        values={"name": "Anna Nowak"},
    )
)
register_audience(
    Audience(
        name="people.named",
        about=_("Wybrane osoby"),
        select=_named,
        values={"name": "Anna Nowak"},
    )
)
