"""Classes of retention on the screens of the configuration."""

from collections.abc import Iterator, Mapping
from typing import Any

from kck.directory.editing.consequences import Effect, Turn
from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.editing.flat import by_language, gathered
from kck.directory.editing.tables import Table
from kck.directory.loading.fields import Record
from kck.directory.terms import CaseKind
from kck.foundation.text import _
from kck.privacy.city import class_row
from kck.privacy.models import RetentionClass

_LISTS = ("categories", "groups", "kinds")
_SCOPE = (*_LISTS, "contact_years", "words_years")


def values_of(row: RetentionClass) -> dict[str, Any]:
    return {
        "code": row.code,
        "order": str(row.order),
        **by_language("name", row.names),
        "symbol": row.symbol,
        "archive": row.archive,
        **{name: list(getattr(row, name)) for name in _LISTS},
        "contact_years": _said(row.contact_years),
        "words_years": _said(row.words_years),
        "basis": row.basis,
    }


def _said(years: int | None) -> str:
    return "" if years is None else str(years)


def as_entry(values: Mapping[str, Any]) -> dict[str, Any]:
    years = {name: values[name] for name in ("order", "contact_years", "words_years")}
    numbers = {name: int(raw) if raw.isdecimal() else raw for name, raw in years.items() if raw}
    texts = {name: values[name] for name in ("code", "symbol", "archive", *_LISTS, "basis")}
    return {**texts, **numbers, "name": gathered("name", values)}


def read(record: Record) -> RetentionClass:
    """Nobody has confirmed it: `carry` keeps what was, where nothing that matters changed."""
    written = class_row(record)
    order = record.values.get("order")
    if type(order) is not int:
        record.wrong("order", _("{field}: to musi być liczba."), _("Napisz na przykład 10."))
    return RetentionClass(**written.row, order=order if type(order) is int else 0)


def carry(row: RetentionClass, old: RetentionClass) -> None:
    if all(getattr(row, name) == getattr(old, name) for name in _SCOPE):
        row.confirmed_at, row.confirmed_by = old.confirmed_at, old.confirmed_by


_FORM = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    *in_languages(Field(name="name", label=_("Nazwa"), needed=True, group="names")),
    Field(
        name="order",
        label=_("Kolejność"),
        help=_("Sprawa należy do pierwszej klasy, która pasuje."),
        needed=True,
        width="sm",
    ),
    Field(name="symbol", label=_("Symbol z JRWA"), width="sm"),
    Field(name="archive", label=_("Kategoria archiwalna"), help=_("A, B5, BE10…"), width="sm"),
    Field(
        name="contact_years",
        label=_("Po ilu latach znika kontakt"),
        help=_("Pełne lata od 1 stycznia po zamknięciu. Puste: nigdy."),
        width="sm",
        group="targets",
    ),
    Field(
        name="words_years",
        label=_("Po ilu latach znika treść i zdjęcia"),
        help=_("Zmienione lata trzeba potwierdzić na stronie „Retencja”; wcześniej nic nie znika."),
        width="sm",
        group="targets",
    ),
    Field(
        name="kinds",
        label=_("Rodzaje spraw"),
        kind=Kind.CODES,
        options=tuple(CaseKind.choices),
        group="rules",
    ),
    Field(
        name="groups", label=_("Grupy kategorii"), kind=Kind.CODES, source="groups:group",
        group="rules",
    ),
    Field(
        name="categories", label=_("Kategorie"), kind=Kind.CODES, source="categories",
        group="rules", help=_("Bez rodzajów, grup i kategorii: wszystko, co nie ma innej klasy."),
    ),
    Field(name="basis", label=_("Podstawa"), group="notes"),
)  # fmt: skip

TABLE = Table(
    name="retention",
    label=_("Klasa retencji"),
    labels=_("Klasy retencji"),
    model=RetentionClass,
    key=("code",),
    fields=_FORM,
    values=values_of,
    read=read,
    record=as_entry,
    dated=False,
    carry=carry,
)


def effects(turn: Turn) -> Iterator[Effect]:
    """What nights do not forget any more until somebody has confirmed it."""
    for one in turn.of_table(TABLE.name):
        row = RetentionClass.objects.filter(code=one.identity).first()
        if one.ends:
            words = _("Klasa „%(code)s” znika: jej sprawy przechodzą do następnej, która pasuje.")
        elif row is None or row.confirmed_at is None:
            words = _("Klasa „%(code)s” nie działa, dopóki ktoś nie potwierdzi jej lat.")
        else:
            words = _("Klasa „%(code)s” pozostaje potwierdzona.")
        yield Effect(words=str(words) % {"code": one.identity})
