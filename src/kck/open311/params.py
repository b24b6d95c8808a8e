"""Reading what clients really send: query and body merged, empty means absent, many date forms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest, QueryDict

from kck.foundation.clock import city_zone
from kck.foundation.http import NotUtf8, require_utf8
from kck.foundation.text import _, clean, has_controls

LONGEST_DESCRIPTION = 4000
_ATTRIBUTE = re.compile(r"^attribute\[([A-Za-z0-9_-]+)\](?:\[\])?$")
_NOT_UTF8 = _("Wyślij tekst w kodowaniu UTF-8.")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class BadRequest(ValueError):
    """400: the message says what to send instead."""


@dataclass(frozen=True, kw_only=True)
class Params:
    """Arguments by name; all values of each, none empty."""

    values: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        return self.values.get(name, ("",))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def listed(self, name: str) -> tuple[str, ...]:
        """A comma list."""
        parts = ",".join(self.all(name)).split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def attributes(self) -> dict[str, list[str]]:
        """`attribute[CODE]`, `attribute[CODE][]` and repetitions of either."""
        found: dict[str, list[str]] = {}
        for name, values in self.values.items():
            if matched := _ATTRIBUTE.match(name):
                found.setdefault(matched.group(1), []).extend(values)
        return found


def read(request: HttpRequest) -> Params:
    """Query and body together; `BadRequest` for a body that is no form or no UTF-8."""
    sources: list[QueryDict] = [request.GET]
    if request.method == "POST":
        _check_body(request)
    try:
        require_utf8(request)
    except NotUtf8 as error:
        raise BadRequest(str(_NOT_UTF8)) from error
    if request.method == "POST":
        sources.append(request.POST)
    values: dict[str, tuple[str, ...]] = {}
    for source in sources:
        for name, found in source.lists():
            sent = [str(value) for value in found]
            _check_characters(name, sent)
            if kept := tuple(text for value in sent if (text := clean(value))):
                values[name] = values.get(name, ()) + kept
    return Params(values=values)


def _check_body(request: HttpRequest) -> None:
    sent = (request.content_type or "").lower()
    if sent and sent not in _FORMS:
        raise BadRequest(
            _("Wyślij formularz (application/x-www-form-urlencoded lub multipart/form-data).")
        )
    charset = str((request.content_params or {}).get("charset", "utf-8")).lower()
    if charset not in {"utf-8", "utf8"}:
        raise BadRequest(str(_NOT_UTF8))


def _check_characters(name: str, values: Iterable[str]) -> None:
    """A filter that cleaning would empty must not pass for no filter, which lists everything."""
    hidden = (value for value in values if value.strip() and not clean(value))
    if has_controls(name) or any(map(has_controls, values)) or any(hidden):
        words = _("%(name)s: są tu znaki sterujące, których nie przyjmujemy. Usuń je.")
        raise BadRequest(str(words) % {"name": clean(name)[:40]})


def number(params: Params, name: str) -> float | None:
    text = params.text(name)
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:  # also refuses nan
        raise BadRequest(str(_("%(name)s: podaj liczbę, na przykład 50.0617.")) % {"name": name})
    return value


def whole(params: Params, *names: str, default: int, most: int) -> int:
    for name in names:
        if text := params.text(name):
            if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
                words = _("%(name)s: podaj liczbę całkowitą od 1 do %(most)s.")
                raise BadRequest(str(words) % {"name": name, "most": most})
            return int(text)
    return default


def moment(params: Params, name: str, *, end: bool = False) -> datetime | None:
    """A date and time in any of the forms that clients send; without a zone it is the city's."""
    text = params.text(name)
    return parse_moment(text, name, end=end) if text else None


def parse_moment(text: str, name: str, *, end: bool = False) -> datetime:
    written = text.strip().replace("%2B", "+").replace("%2b", "+")
    # an unescaped plus arrives as a blank, where an offset is expected
    if matched := re.match(r"^(.*:\d{2}(?:\.\d+)?) (\d{2}:?\d{2})$", written):
        written = f"{matched.group(1)}+{matched.group(2)}"
    try:
        found = datetime.fromisoformat(written.upper().replace("Z", "+00:00"))
    except ValueError as error:
        words = _("%(name)s: „%(text)s” nie jest datą. Napisz jak 2026-02-02T09:00:00Z.")
        raise BadRequest(str(words) % {"name": name, "text": text[:40]}) from error
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written) and end:
        found = datetime.combine(found.date(), time(23, 59, 59))
    if found.tzinfo is None:
        found = found.replace(tzinfo=city_zone())
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise BadRequest(
            str(_("%(name)s: ta data jest poza zakresem.")) % {"name": name}
        ) from error


def answers(given: Mapping[str, list[str]], questions: Iterable[Any]) -> dict[str, Any]:
    """Attributes checked against the service definition; every mistake is named at once."""
    asked = {question.code: question for question in questions}
    problems, kept = [], {}
    for code, question in asked.items():
        try:
            value = _answer(question, [text for text in given.get(code, []) if text])
        except BadRequest as problem:
            problems.append(str(problem))
            continue
        if value is not None:
            kept[code] = value
    if problems:
        raise BadRequest("\n".join(problems))
    # what a client's own system fills in (fixmystreet_id, easting …) is kept, not understood
    return kept


def _answer(question: Any, given: list[str]) -> Any:
    if not given:
        if question.required:
            raise BadRequest(f"{question.code} required: {question.text()}")
        return None
    if question.is_list:
        known = {value.key for value in question.values}
        if wrong := [text for text in given if text not in known]:
            words = _("%(code)s: nieznana wartość „%(value)s”. Możliwe: %(known)s.")
            raise BadRequest(
                str(words)
                % {"code": question.code, "value": wrong[0][:60], "known": ", ".join(sorted(known))}
            )
        return given if question.datatype == "multivaluelist" else given[-1]
    text = given[-1]
    if question.datatype == "number":
        number(Params(values={question.code: (text,)}), question.code)
    if question.datatype == "datetime":
        return parse_moment(text, question.code).isoformat()
    if len(text) > LONGEST_DESCRIPTION:
        raise BadRequest(
            str(_("%(code)s: najwyżej %(most)s znaków."))
            % {"code": question.code, "most": LONGEST_DESCRIPTION}
        )
    return text
