"""What a change of stages or of the city itself does, in words."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django.utils.formats import date_format

from kck.directory.editing.consequences import Effect, Turn
from kck.directory.editing.forms import CHANNELS
from kck.directory.snapshot import Snapshot
from kck.directory.stages import passed_on
from kck.foundation import clock
from kck.foundation.text import _, ngettext

_SHOWN = 40
_NOON = time(12)


def effects_of_stages(turn: Turn) -> Iterator[Effect]:
    """Channel by channel: what is taken here from that day, and what is passed on again."""
    if not any(turn.of_table("stages")):
        return
    for channel, label in CHANNELS:
        before, after = _passed(turn.before, channel), _passed(turn.after, channel)
        if taken := before - after:
            words = ngettext(
                "Od %(day)s (%(channel)s) %(count)s kategorię przyjmujemy tutaj.",
                "Od %(day)s (%(channel)s) %(count)s kategorii przyjmujemy tutaj.",
                len(taken),
            )
            yield _about(turn, str(label), taken, words)
        if passed := after - before:
            words = ngettext(
                "Od %(day)s (%(channel)s) %(count)s kategorię przekazujemy pod dawny numer.",
                "Od %(day)s (%(channel)s) %(count)s kategorii przekazujemy pod dawny numer.",
                len(passed),
            )
            yield _about(turn, str(label), passed, words)


def _passed(city: Snapshot, channel: str) -> set[str]:
    at = datetime.combine(city.day, _NOON, tzinfo=clock.city_zone())
    return {row.name() for row in city.categories() if passed_on(row, channel, at, city)}


def _about(turn: Turn, channel: str, names: Iterable[str], words: str) -> Effect:
    ordered = sorted(names)
    shown = ordered if len(ordered) <= _SHOWN else [*ordered[:_SHOWN], "…"]
    values = {"day": _day(turn), "channel": channel, "count": len(ordered)}
    return Effect(words=words % values, details=tuple(shown), count=len(ordered))


def _day(turn: Turn) -> str:
    return date_format(turn.after.day, "j E Y")


def effects_on_city(turn: Turn) -> Iterator[Effect]:
    """Only what somebody would not see in the list of changed fields: where it shows."""
    for one in turn.of_table("city"):
        seen, wanted = one.seen or {}, one.values
        for fields, words in _WHERE:
            if any(seen.get(name) != wanted.get(name) for name in fields):
                yield Effect(words=str(words) % {"day": _day(turn)})


_WHERE = (
    (
        ("phone", "email", "site"),
        _("Od %(day)s inny kontakt stoi na każdej stronie i w stopce każdej wiadomości."),
    ),
    (
        ("silence_days", "reporter_wait_days", "reopen_days"),
        _("Od %(day)s inaczej liczymy dni czekania, także w sprawach już otwartych."),
    ),
    (
        ("centre_unit",),
        _("Od %(day)s to, co niejasne i oddane drugi raz, rozstrzyga inna jednostka."),
    ),
    (("formal_unit",), _("Od %(day)s nowe sprawy formalne dostaje inna jednostka.")),
    (
        ("timezone",),
        _("Od %(day)s wszystkie godziny i terminy liczymy w innej strefie czasowej."),
    ),
)
