"""TOML out: the few shapes that the files of a city have."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kck.directory.loading.city import all_languages


def entries(name: str, found: Iterable[Mapping[str, Any]]) -> str:
    """`[[name]]` for each; plain values first, tables after them."""
    return "\n".join(_entry(name, one) for one in found)


def record(found: Mapping[str, Any]) -> str:
    """A whole file that is one entry."""
    plain = {key: value for key, value in found.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in found.items() if isinstance(value, Mapping) and value}
    return _lines(plain) + "".join(f"\n[{key}]\n{_lines(value)}" for key, value in tables.items())


def section(name: str, found: Mapping[str, Any]) -> str:
    """`[name]`, and its tables within it."""
    plain = {key: value for key, value in found.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in found.items() if isinstance(value, Mapping) and value}
    inner = "".join(f"\n[{_key(name)}.{key}]\n{_lines(one)}" for key, one in tables.items())
    return f"[{_key(name)}]\n{_lines(plain)}{inner}"


def spoken(words: Mapping[str, str]) -> dict[str, str]:
    """In the order of the programme's languages: the database keeps none."""
    return {language: words[language] for language in all_languages() if words.get(language)}


def _entry(name: str, found: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in found.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in found.items() if isinstance(value, Mapping) and value}
    parts = [f"[[{name}]]\n{_lines(plain)}"]
    parts += [f"\n[{name}.{key}]\n{_lines(value)}" for key, value in tables.items()]
    return "".join(parts)


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in values.items())


def _key(key: str) -> str:
    plain = key.replace("-", "").replace("_", "")
    return key if plain.isascii() and plain.isalnum() else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    """JSON's texts, numbers, booleans and lists of them are TOML's too."""
    if isinstance(value, str) and "\n" in value and _reads_as_it_is(value):
        return f"'''\n{value}'''"
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def _reads_as_it_is(text: str) -> bool:
    """Several lines between quotes that escape nothing."""
    whole = "'''" not in text and not text.endswith("'")
    return whole and all(sign in "\n\t" or (sign >= " " and sign != "\x7f") for sign in text)
