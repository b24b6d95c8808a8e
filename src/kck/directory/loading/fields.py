"""One record of a file, and the ways to read a field of it; what is wrong is noted, not raised."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import models

from kck.directory.loading.problems import Problems, suggestion
from kck.directory.terms import Season
from kck.foundation.text import _

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Record:
    """A line of a table or an entry of a TOML file; `lines` knows where single fields stand."""

    file: str
    line: int
    values: Mapping[str, Any]
    problems: Problems
    languages: tuple[str, ...]
    lines: Mapping[str, int]

    def wrong(self, field: str, what: Any, instead: Any = "", **values: object) -> None:
        # a key of an inline table stands on the line of the table
        line = self.lines.get(field) or self.lines.get(field.partition(".")[0], self.line)
        self.problems.add(
            self.file,
            line,
            str(what).format(field=self.title(field), **values),
            str(instead).format(**values),
            field=field,
        )

    def title(self, field: str) -> str:
        """What the field is called in a sentence; in a file, as it is spelled there."""
        return field

    def text(self, field: str, *, required: bool = False, longest: int = 300) -> str:
        value: object = self.values.get(field, "")
        if not isinstance(value, str):
            self.wrong(field, _("{field}: to musi być tekst."), _("Ujmij wartość w cudzysłów."))
            return ""
        value = value.strip()
        if required and not value:
            self.wrong(field, _("Brakuje pola {field}."), _("Wpisz wartość."))
        if len(value) > longest:
            self.wrong(
                field,
                _("{field}: tekst jest za długi ({length} znaków)."),
                _("Skróć do {longest} znaków."),
                length=len(value),
                longest=longest,
            )
        return value

    def code(self, field: str = "code") -> str:
        value = self.text(field, required=True, longest=60)
        if value and not all(sign.isalnum() or sign in "-_" for sign in value):
            self.wrong(
                field,
                _("{field}: „{value}” nie może być kodem."),
                _("Użyj tylko liter, cyfr, „-” i „_”, bez spacji."),
                value=value,
            )
        return value

    def names(self, prefix: str, *, required: bool = True, longest: int = 400) -> dict[str, str]:
        """`name_pl,name_en,name_uk`: in every language of the city, or in none."""
        found = {
            language: self.text(f"{prefix}_{language}", longest=longest)
            for language in self.languages
        }
        return self.complete(prefix, found, "{prefix}_{language}", required=required)

    def table_of_names(self, field: str, *, required: bool = True) -> dict[str, str]:
        """`[field]` with a line for each language."""
        raw = self.values.get(field, {})
        if not isinstance(raw, Mapping):
            self.wrong(
                field,
                _("{field}: potrzebne są teksty w językach."),
                _('Napisz {{ pl = "…", en = "…", uk = "…" }}.'),
            )
            return {}
        for language in sorted(set(raw) - set(self.languages)):
            self.wrong(
                field,
                _("{field}: nieznany język „{language}”."),
                suggestion(language, self.languages),
                language=language,
            )
        found = {language: str(raw.get(language, "")).strip() for language in self.languages}
        return self.complete(field, found, "{prefix}.{language}", required=required)

    def complete(
        self, prefix: str, found: dict[str, str], pattern: str, *, required: bool
    ) -> dict[str, str]:
        missing = [language for language, text in found.items() if not text]
        if len(missing) == len(found) and not required:
            return {}
        for language in missing:
            self.wrong(
                prefix,
                _("Brakuje tekstu w języku {language}."),
                _("Uzupełnij {where}."),
                language=language,
                where=pattern.format(prefix=prefix, language=language),
            )
        return found

    def day(self, field: str) -> date | None:
        raw = self.values.get(field, "")
        if raw == "":
            return None
        if isinstance(raw, date):
            return raw
        try:
            return date.fromisoformat(str(raw).strip())
        except ValueError:
            self.wrong(
                field,
                _("{field}: „{value}” nie jest datą."),
                _("Napisz datę jak 2026-01-31."),
                value=raw,
            )
            return None

    def choice(
        self, field: str, allowed: Collection[str], *, default: str = "", required: bool = True
    ) -> str:
        value = self.text(field)
        if not value:
            if required and not default:
                self.wrong(field, _("Brakuje pola {field}."), suggestion("", allowed))
            return default
        if value in allowed:
            return value
        self.wrong(
            field,
            _("{field}: nieznana wartość „{value}”."),
            suggestion(value, allowed),
            value=value,
        )
        return default

    def flag(self, field: str) -> bool:
        return self.choice(field, ("yes", "no"), default="no") == "yes"

    def number(self, field: str) -> float | None:
        raw = self.text(field)
        if not raw:
            return None
        try:
            value = float(raw.replace(",", "."))
        except ValueError:
            value = -1.0
        if not 0 <= value < 100_000:
            self.wrong(
                field,
                _("{field}: „{value}” nie jest liczbą nieujemną."),
                _("Napisz liczbę, na przykład 0,25."),
                value=raw,
            )
            return None
        return value

    def whole(self, field: str) -> int | None:
        value = self.number(field)
        if value is None:
            return None
        if value != int(value):
            self.wrong(
                field, _("{field}: to musi być liczba całkowita."), _("Napisz {n}."), n=int(value)
            )
        return int(value)

    def listed(self, field: str) -> list[str]:
        """Values separated by `|`, each once."""
        pieces = (piece.strip() for piece in self.text(field, longest=20_000).split("|"))
        return list(dict.fromkeys(piece for piece in pieces if piece))

    def array(self, field: str) -> list[str]:
        """A TOML list of texts or dates."""
        raw = self.values.get(field, [])
        if not isinstance(raw, list) or any(isinstance(one, dict | list) for one in raw):
            self.wrong(field, _("{field}: potrzebna jest lista."), _('Napisz ["…", "…"].'))
            return []
        return [str(one).strip() for one in raw]

    def season(self, field: str) -> str:
        raw = self.text(field)
        if not raw:
            return ""
        try:
            return str(Season.parse(raw))
        except ValueError:
            self.wrong(
                field,
                _("{field}: „{value}” nie jest okresem roku."),
                _("Napisz miesiąc-dzień..miesiąc-dzień, na przykład 11-01..03-31."),
                value=raw,
            )
            return ""

    def only(self, allowed: Iterable[str]) -> None:
        """Note every key that nobody reads."""
        known = set(allowed)
        for key in sorted(set(self.values) - known):
            self.wrong(key, _("Nieznane pole „{field}”."), suggestion(key, known) or _("Usuń je."))

    def validity(self) -> dict[str, date | None]:
        first, last = self.day("valid_from"), self.day("valid_to")
        if first and last and last < first:
            self.wrong(
                "valid_to",
                _("valid_to ({last}) jest wcześniej niż valid_from ({first})."),
                _("Popraw jedną z dat."),
                first=first,
                last=last,
            )
        return {"valid_from": first, "valid_to": last}


@dataclass(frozen=True, kw_only=True)
class Draft(Generic[M]):
    """A row as the files want it, not saved, and where it was written."""

    row: M
    at: Record
