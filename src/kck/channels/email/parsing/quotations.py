"""What of a text is new, what was quoted, and what stands below everything."""

import re
from dataclasses import dataclass, field
from enum import Enum

from kck.channels.email.parsing import signatures
from kck.channels.email.parsing.headlines import (
    attribution_at,
    has_address,
    header_block_at,
    is_forward,
    is_original_message,
)
from kck.channels.email.parsing.limits import MAX_LINE, MAX_LINES
from kck.channels.email.parsing.plain import CUT, HEADLINE, MARKS, SIGNATURE, SIGNATURE_END

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_RULE = re.compile(r"[\s>]*[-_=*\u2014\u2500]{5,}\s*\Z")
_PGP_HEAD = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: [^\n]*\n)*\n?")
_PGP_BEGIN, _PGP_END = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_MANY_EMPTY = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_FEW_WORDS = 5  # with a forwarded mail: "do wiadomości", "proszę o pomoc"


class _Kind(Enum):
    OWN = "own"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    SIGNATURE = "signature"
    EARLIER = "earlier"  # an earlier mail without `>` up to the end
    FORWARD = "forward"


@dataclass(frozen=True, kw_only=True)
class Split:
    reply: str = ""
    quoted: str = ""
    signature: str = ""
    forwarded: bool = False


@dataclass
class _Run:
    kind: _Kind
    lines: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return any(line.strip() for line in self.lines)


def split(marked: str, *, is_reply: bool | None = None, is_forward: bool = False) -> Split:
    """`is_reply`: whether headers say so; None: nobody knows."""
    marked, pgp = _without_armour(_INVISIBLE.sub("", marked))
    runs = _runs(marked.split("\n"), is_reply)
    signature = [pgp] if pgp else []
    for place, run in enumerate(runs):
        if run.kind is _Kind.OWN and _may_be_signed(runs, place):
            at = signatures.cut(run.lines)
            if any(letter.isalnum() for line in run.lines[at:] for letter in line):
                signature.append("\n".join(run.lines[at:]))
            run.lines = run.lines[:at]
        elif run.kind is _Kind.SIGNATURE:
            signature.append("\n".join(run.lines))
    return _put_together(runs, signature, is_reply=is_reply, is_forward=is_forward)


def _put_together(
    runs: list[_Run], signature: list[str], *, is_reply: bool | None, is_forward: bool
) -> Split:
    own = [run for run in runs if run.kind is _Kind.OWN and run.says_something]
    last = runs[-1] if runs else _Run(_Kind.OWN)
    is_forward = last.kind is _Kind.FORWARD or (is_forward and last.kind is _Kind.EARLIER)
    words = sum(len(line.split()) for run in own for line in run.lines)
    content = own
    if is_forward and words <= _FEW_WORDS:
        content = [*own, last]
    elif not own and not is_reply:
        content = _nothing_else(runs)
    quoted = [
        run for run in runs
        if run.kind not in {_Kind.OWN, _Kind.SIGNATURE} and not any(run is one for one in content)
    ]  # fmt: skip
    return Split(
        reply=_tidy("\n\n".join(_joined(run) for run in content)),
        quoted=_tidy("\n".join(_joined(run) for run in quoted)),
        signature=_tidy("\n\n".join(signature)),
        forwarded=is_forward,
    )


def _nothing_else(runs: list[_Run]) -> list[_Run]:
    """A mail of nothing but quotation is about what it quotes, unless a program wrote above it
    whose words these are."""
    for place, run in enumerate(runs):
        count = attribution_at([line.lstrip("> ") for line in run.lines[:5]], 0) if run.lines else 0
        if run.kind is _Kind.ATTRIBUTION or (count and run.kind is _Kind.QUOTE):
            return []
        if run.kind is _Kind.EARLIER and count:
            runs.insert(place, _Run(_Kind.ATTRIBUTION, run.lines[:count]))
            run.lines = run.lines[count:]
            return [run]
    return [run for run in runs if run.kind is not _Kind.SIGNATURE]


def _runs(lines: list[str], is_reply: bool | None) -> list[_Run]:
    runs: list[_Run] = [_Run(_Kind.OWN)]
    place = 0
    while place < len(lines):
        if place >= MAX_LINES:
            kind, count = runs[-1].kind, len(lines) - place
        else:
            kind, count = _what_begins(lines, place, runs, is_reply)
        if runs[-1].kind is not kind:
            if kind in {_Kind.EARLIER, _Kind.FORWARD, _Kind.ATTRIBUTION}:
                _take_rule_along(runs, kind)
            if runs[-1].kind is not kind:
                runs.append(_Run(kind))
        runs[-1].lines += lines[place : place + count]
        place += count
    return [run for run in runs if run.lines]


def _what_begins(
    lines: list[str], place: int, runs: list[_Run], is_reply: bool | None
) -> tuple[_Kind, int]:
    """What the line here is, and how many lines belong to it."""
    line, rest = lines[place], len(lines) - place
    if line[:1] in {CUT, HEADLINE, SIGNATURE, SIGNATURE_END} and line:
        return _marked(lines, place, is_reply)
    if len(line) > MAX_LINE or not line.strip():
        return (
            runs[-1].kind if not line.strip() and _goes_on(lines, place, runs) else _Kind.OWN
        ), 1
    if is_forward(line):
        return _Kind.FORWARD, rest
    if is_original_message(line) or header_block_at(lines, place):
        return _Kind.EARLIER, rest
    if line.lstrip()[:1] == ">":
        return _Kind.QUOTE, 1
    if count := attribution_at(lines, place):
        return _attributed(lines, place, count, is_reply)
    return _Kind.OWN, 1


def _goes_on(lines: list[str], place: int, runs: list[_Run]) -> bool:
    """An empty line between two quoted ones."""
    if runs[-1].kind not in {_Kind.QUOTE, _Kind.ATTRIBUTION}:
        return False
    following = next((line for line in lines[place : place + 6] if line.strip()), "")
    return following.lstrip()[:1] == ">"


def _marked(lines: list[str], place: int, is_reply: bool | None) -> tuple[_Kind, int]:
    mark = lines[place][0]
    if mark == CUT:
        following = [MARKS.sub("", line) for line in lines[place : place + 8]]
        forward = any(is_forward(line) for line in following)
        return (_Kind.FORWARD if forward else _Kind.EARLIER), len(lines) - place
    if mark == SIGNATURE:
        end = next(
            (at for at in range(place, len(lines)) if lines[at].startswith(SIGNATURE_END)),
            len(lines) - 1,
        )
        return _Kind.SIGNATURE, end - place + 1
    if mark == HEADLINE:
        plain = lines[place][1:]
        if is_forward(plain) or (
            plain == "" and is_forward("\n".join(lines[place + 1 : place + 2]))
        ):
            return _Kind.FORWARD, len(lines) - place
        return _attributed(lines, place, 1, True)
    return _Kind.OWN, 1


def _attributed(
    lines: list[str], place: int, count: int, is_reply: bool | None
) -> tuple[_Kind, int]:
    """`>` below it: only that is quoted. Nothing of the kind: all the rest, if it is plain that
    a program wrote the line; somebody may tell what a neighbour wrote."""
    below = lines[place + count : place + count + 6]
    following = next((line for line in below if line.strip(" \ue0f1")), "")
    if following.lstrip()[:1] == ">" or not following:
        return _Kind.ATTRIBUTION, count
    said = " ".join(lines[place : place + count])
    if is_reply is False and not has_address(said):
        return _Kind.OWN, count
    return _Kind.EARLIER, len(lines) - place


def _take_rule_along(runs: list[_Run], kind: _Kind) -> None:
    """The line drawn above an earlier mail belongs to it."""
    lines = runs[-1].lines
    if runs[-1].kind is not _Kind.OWN:
        return
    at = len(lines)
    while at and not lines[at - 1].strip():
        at -= 1
    if at and _RULE.match(lines[at - 1][:200]):
        taken, runs[-1].lines = lines[at - 1 :], lines[: at - 1]
        runs.append(_Run(kind, taken))


def _may_be_signed(runs: list[_Run], place: int) -> bool:
    """Between quotations people answer; they sign at the end, or above the whole earlier mail."""
    following = runs[place + 1 :]
    if not any(run.kind is _Kind.OWN and run.says_something for run in following):
        return True
    return following[0].kind in {_Kind.ATTRIBUTION, _Kind.EARLIER, _Kind.FORWARD}


def _without_armour(text: str) -> tuple[str, str]:
    if "-----BEGIN PGP SIGN" not in text:
        return text, ""
    text = _PGP_HEAD.sub("", text)
    start = text.find(_PGP_BEGIN)
    end = text.find(_PGP_END, start)
    if start < 0 or end < 0:
        return text, ""
    end += len(_PGP_END)
    return text[:start] + text[end:], text[start:end]


def _joined(run: _Run) -> str:
    return "\n".join(run.lines)


def _tidy(text: str) -> str:
    plain = "\n".join(line.rstrip() for line in MARKS.sub("", text).split("\n"))
    return _MANY_EMPTY.sub("\n\n", plain).strip("\n")
