"""What validation found, in the reader's words: by kind of error, with the limit it missed."""

from collections.abc import Iterable, Mapping
from typing import Any

from kck.api.problems import Wrong
from kck.foundation.text import _

UNKNOWN_FIELD = _("Nie znamy takiego pola. Sprawdź nazwę.")
_MOMENT = _("Podaj datę i godzinę ze strefą, np. 2026-02-02T14:30:00+01:00.")
_WORDS: Mapping[str, Any] = {
    "missing": _("To pole jest wymagane."),
    "extra_forbidden": UNKNOWN_FIELD,
    "string_type": _("Podaj tekst."),
    "string_too_short": _("Za krótkie: co najmniej %(min_length)s znaków."),
    "string_too_long": _("Za długie: najwyżej %(max_length)s znaków."),
    "string_pattern_mismatch": _("To nie wygląda tak, jak powinno."),
    "float_type": _("Podaj liczbę."),
    "float_parsing": _("Podaj liczbę."),
    "finite_number": _("Podaj zwykłą liczbę."),
    "int_type": _("Podaj liczbę całkowitą."),
    "int_parsing": _("Podaj liczbę całkowitą."),
    "int_from_float": _("Podaj liczbę całkowitą."),
    "bool_type": _("Podaj true albo false."),
    "bool_parsing": _("Podaj true albo false."),
    "greater_than_equal": _("Podaj co najmniej %(ge)s."),
    "less_than_equal": _("Podaj najwyżej %(le)s."),
    "enum": _("Możliwe wartości: %(expected)s."),
    "literal_error": _("Możliwe wartości: %(expected)s."),
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_type": _MOMENT,
    "timezone_aware": _MOMENT,
    "uuid_parsing": _("To nie jest identyfikator zdjęcia."),
    "uuid_type": _("To nie jest identyfikator zdjęcia."),
    "list_type": _("Podaj listę."),
    "too_long": _("Za dużo: najwyżej %(max_length)s."),
    "too_short": _("Za mało: co najmniej %(min_length)s."),
    "dict_type": _("Podaj obiekt."),
    "model_type": _("Podaj obiekt."),
    "model_attributes_type": _("Podaj obiekt."),
}
_OTHERWISE = _("Tej wartości nie rozumiemy.")
# where a value came from is told by the kind of request
_SOURCES = frozenset({"body", "query", "path", "header", "form", "file"})
# how pydantic calls the members of "text, number or list": no part of a field's name
_MEMBERS = frozenset({"str", "float", "list[str]"})


def wrongs(errors: Iterable[Mapping[str, Any]]) -> list[Wrong]:
    """Of pydantic's errors, in their order, each field once."""
    found: dict[str, Wrong] = {}
    for error in errors:
        field = _field(error["loc"])
        found.setdefault(field, Wrong(field=field, message=_message(error)))
    return list(found.values())


def _field(loc: Iterable[Any]) -> str:
    """`("body", "body", "place", "lat")` is the field `place.lat`."""
    parts = [str(part) for part in loc]
    while parts and parts[0] in _SOURCES and len(parts) > 1:
        parts.pop(0)
    return ".".join(part for part in parts if part not in _MEMBERS)


def _message(error: Mapping[str, Any]) -> str:
    words = _WORDS.get(error["type"])
    if words is None:
        return str(_OTHERWISE)
    return str(words) % {name: str(value) for name, value in error.get("ctx", {}).items()}
