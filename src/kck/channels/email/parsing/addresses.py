"""Address lists, read piece by piece; each piece is taken as far as it makes sense."""

import re
from collections.abc import Iterable, Iterator

from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.limits import MAX_ADDRESSES
from kck.channels.email.parsing.terms import Defect, Mailbox
from kck.channels.email.parsing.words import unworded

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"?|<[^<>]*>?|\((?:[^()\\]|\\.)*\)?|[,;:]|[^"<(,;:]+', re.DOTALL
)
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()]{1,255}")
_QUOTED_LOCAL = re.compile(r'"[^"]{1,60}"@[^\s@<>,;:"()]{1,255}')
_COMMENT = re.compile(r"\([^()]*\)")
_ESCAPE = re.compile(r"\\(.)")
_RECIPIENT_HEADERS = (
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to",
)  # fmt: skip


def mailboxes(headers: Headers, name: str) -> tuple[Mailbox, ...]:
    """All mailboxes of all headers of this name, groups opened, doubles left out."""
    found: dict[Mailbox, None] = {}
    for value in headers.all(name):
        for mailbox in _read(value, headers.defects):
            if len(found) >= MAX_ADDRESSES:
                headers.defects.add(Defect.TOO_MANY_ADDRESSES)
                return tuple(found)
            found.setdefault(mailbox)
    return tuple(found)


def delivered_to(headers: Headers, shown: Iterable[Mailbox]) -> tuple[str, ...]:
    """Whom the envelope named, and those of To and Cc that carry something behind a plus."""
    found: dict[str, None] = {}
    for name in _RECIPIENT_HEADERS:
        for value in headers.all(name):
            for address in _ADDRESS.findall(value)[:MAX_ADDRESSES]:
                found.setdefault(address)
    for mailbox in shown:
        if "+" in mailbox.address.partition("@")[0]:
            found.setdefault(mailbox.address)
    return tuple(found)


def _read(value: str, defects: set[Defect]) -> Iterator[Mailbox]:
    before = ""  # `Kowalski, Jan <jan@…>` without quotes: a comma that separates nothing
    for tokens in _pieces(value):
        mailbox = _mailbox(tokens, defects)
        if mailbox.address:
            name = f"{before} {mailbox.name}".strip() if before and mailbox.name else mailbox.name
            yield Mailbox(name=name, address=mailbox.address)
            before = ""
        elif mailbox.name:
            if before:
                defects.add(Defect.BAD_ADDRESS)
                yield Mailbox(name=before.rstrip(","))
            before = f"{mailbox.name},"
    if before:
        defects.add(Defect.BAD_ADDRESS)
        yield Mailbox(name=before.rstrip(","))


def _pieces(value: str) -> Iterator[list[str]]:
    tokens: list[str] = []
    for found in _TOKEN.finditer(value):
        piece = found[0]
        if piece in ",;":
            if tokens:
                yield tokens
            tokens = []
        elif piece == ":":
            tokens = []  # the name of a group, or "mailto"
        else:
            tokens.append(piece)
    if tokens:
        yield tokens


def _mailbox(tokens: list[str], defects: set[Defect]) -> Mailbox:
    address, names, comments = "", [], []
    for token in tokens:
        if token[0] == "<":
            address = _clean(token.strip("<> \t")) or address
        elif token[0] == "(":
            comments.append(token.strip("()"))
        elif token[0] == '"':
            names.append(_ESCAPE.sub(r"\1", token.strip('"')))
        else:
            names.append(token.strip())
    name = " ".join(part for part in names if part.strip())
    if not address:
        joined = "".join(tokens)
        bare = _QUOTED_LOCAL.search(joined) or _ADDRESS.search(joined if "@" in joined else "")
        if bare:
            address = bare[0]
            name = name.replace(address, "").strip() if address in name else ""
    name = name or " ".join(comments)
    return Mailbox(name=_one_line(unworded(name, defects)), address=address)


def _clean(address: str) -> str:
    """Without source routes, spaces and a second pair of brackets; empty if it cannot be one."""
    bare = _COMMENT.sub("", address.rpartition("<")[2])
    bare = re.sub(r"\s+", "", bare)
    bare = bare.removeprefix("mailto:")
    if bare.startswith("@") and ":" in bare:
        bare = bare.partition(":")[2]
    bare = bare.strip("'.,;")
    local, at, domain = bare.rpartition("@")
    return bare if at and local and domain and ":" not in local else ""


def _one_line(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.strip("'\"<> ").split())[:300]
