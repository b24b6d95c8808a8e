"""Any provider that speaks HTTP, as a TOML file describes it. docs/runbooks/sms.md has examples."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from kck.channels.sms.encoding import Encoding, encoding_of, measure
from kck.channels.sms.gateways.port import (
    BUSY,
    NO_ENTRY,
    NONSENSE,
    REFUSED,
    number_in,
    phone_of,
    wire_number,
)
from kck.channels.sms.terms import Call, Heard, Receipt, Received, Said, Sms, found_at
from kck.messaging.ports import FarEndAway, NotDelivered

GAPS = frozenset({"to", "digits", "text", "from", "ref", "unicode", "parts", "token"})
_GAP = re.compile(r"\{(\w+)\}")
_FORMATS = ("json", "form", "query")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The file, checked. Places in answers are written with dots: `messages.0.id`."""

    url: str
    method: str = "POST"
    format: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    incoming: Mapping[str, Any] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)
    hook_answer: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """`ValueError` with a sentence for the operator."""
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ValueError(f"{path} cannot be read ({type(error).__name__})") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path} is no TOML: {error}") from error
        return cls.of(found)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        unknown = sorted(set(found) - set(cls.__dataclass_fields__))
        if unknown:
            raise ValueError(f"there is no “{unknown[0]}” in the description of a gateway")
        parts = urlsplit(str(found.get("url", "")))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("url must be like https://gateway.example/send")
        shape = cls(**found)
        if shape.method not in ("POST", "GET", "PUT") or shape.format not in _FORMATS:
            raise ValueError("method is POST, PUT or GET; format is json, form or query")
        said = {gap for text in _strings([shape.body, dict(shape.headers)]) for gap in
                _GAP.findall(text)}  # fmt: skip
        if said - GAPS:
            raise ValueError(f"there is no {{{sorted(said - GAPS)[0]}}}; there are {_listed()}")
        if not ({"to", "digits"} & said and "text" in said):
            raise ValueError("body must name {to} (or {digits}) and {text}")
        return shape


def _listed() -> str:
    return ", ".join(f"{{{gap}}}" for gap in sorted(GAPS))


def _strings(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found]
    inner = found.values() if isinstance(found, Mapping) else found
    return [text for one in inner for text in _strings(one)] if not _plain(found) else []


def _plain(found: Any) -> bool:
    return isinstance(found, bool | int | float)


class Generic:
    def __init__(self, shape: Shape, token: str) -> None:
        self._shape = shape
        self._token = token
        self.hook_answer = shape.hook_answer

    def send(self, sms: Sms) -> Call:
        values = self._values(sms)
        body = _filled(self._shape.body, values)
        return Call(
            method=self._shape.method,
            url=self._shape.url,
            headers=_filled(self._shape.headers, values),
            json=body if self._shape.format == "json" else None,
            form=body if self._shape.format == "form" else None,
            query=body if self._shape.format == "query" else None,
        )

    def _values(self, sms: Sms) -> Mapping[str, str]:
        to = wire_number(sms.to)
        return {
            "to": to,
            "digits": to.removeprefix("+"),
            "text": sms.text,
            "from": sms.sender,
            "ref": sms.ref,
            "unicode": "1" if encoding_of(sms.text) == Encoding.UCS2 else "0",
            "parts": str(measure(sms.text).parts),
            "token": self._token,
        }

    def accepted(self, said: Said, sms: Sms) -> str:
        rules = self._shape.answer
        error = self._found(said.body, rules.get("error", ""))
        if error or said.status >= 400:
            raise self._refusal(said, error)
        if not rules.get("id"):
            return f"ref:{sms.ref}"
        if far_id := self._found(said.body, rules["id"]):
            return far_id
        raise NotDelivered(str(NONSENSE), unknown=True)

    def _refusal(self, said: Said, error: str) -> Exception:
        rules = self._shape.answer
        words = self._found(said.body, rules.get("words", "")) or f"{said.status} {error}"
        if said.status in (401, 403):
            return FarEndAway(str(NO_ENTRY))
        if said.status in (429, 503):
            return FarEndAway(str(BUSY))
        gone = error in {str(one) for one in rules.get("gone", ())}
        named = error in {str(one) for one in rules.get("for_good", ())}
        for_good = gone or named or (not error and 400 <= said.status < 500)
        return NotDelivered(str(REFUSED(words=words[:120])), for_good=for_good, gone=gone)

    def heard(self, fields: Mapping[str, Any]) -> Heard:
        if found := self._receipt(fields):
            return Heard(receipts=[found])
        found_text = self._text(fields)
        return Heard(texts=[found_text] if found_text else [])

    def _receipt(self, fields: Mapping[str, Any]) -> Receipt | None:
        rules = self._shape.receipt
        state = self._found(fields, rules.get("status", ""))
        delivered = state in {str(one) for one in rules.get("delivered", ())}
        failed = state in {str(one) for one in rules.get("failed", ())}
        if not (delivered or failed):
            return None
        return Receipt(
            outcome="delivered" if delivered else "failed",
            far_id=self._found(fields, rules.get("id", "")),
            ref=self._found(fields, rules.get("ref", "")),
            reason="" if delivered else self._found(fields, rules.get("words", "")) or state,
        )

    def _text(self, fields: Mapping[str, Any]) -> Received | None:
        rules = self._shape.incoming
        sender = self._found(fields, rules.get("from", ""))
        text = self._found(fields, rules.get("text", ""))
        if not sender or not text:
            return None
        return Received(
            far_id=self._found(fields, rules.get("id", "")),
            sender=phone_of(sender),
            text=text,
            to=self._found(fields, rules.get("to", "")),
            joint=self._found(fields, rules.get("joint", "")),
            part=number_in(self._found(fields, rules.get("part", "")), 1),
            parts=number_in(self._found(fields, rules.get("parts", "")), 1),
        )

    def _found(self, body: Any, place: Any) -> str:
        if not place:
            return ""
        if isinstance(body, Mapping) and place in body:
            return str(body[place] or "")
        steps = [int(one) if one.isdigit() else one for one in str(place).split(".")]
        found = found_at(body, steps)
        return "" if found is None or isinstance(found, Mapping | list) else str(found)

    def ask_receipts(self, far_ids: Sequence[str]) -> Sequence[Call]:
        return []

    def read_receipts(self, said: Said) -> Sequence[Receipt]:
        return []

    def ask_received(self) -> Sequence[Call]:
        return []

    def read_received(self, said: Said) -> Sequence[Received]:
        return []


def _filled(found: Any, values: Mapping[str, str]) -> Any:
    if isinstance(found, str):
        return _GAP.sub(lambda gap: values.get(gap[1], ""), found)
    if isinstance(found, Mapping):
        return {name: _filled(one, values) for name, one in found.items()}
    return [_filled(one, values) for one in found] if isinstance(found, list) else found
