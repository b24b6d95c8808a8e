"""Encoded words in headers (RFC 2047), as people's programs really misuse them."""

import binascii
import re

from kck.channels.email.parsing.charsets import decoded
from kck.channels.email.parsing.limits import MAX_ENCODED_WORD
from kck.channels.email.parsing.terms import Defect

# spaces within the text are wrong and usual; so is a word that breaks off at the end
_WORD = re.compile(
    r"=\?([\w.:+\-]{1,60})(?:\*[\w\-]{0,20})?\?([bBqQ])\?"
    rf"((?:(?!\?=).){{0,{MAX_ENCODED_WORD}}})(?:\?=|\Z)",
    re.DOTALL,
)
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def unworded(value: str, defects: set[Defect]) -> str:
    """The words of a header in plain text; neighbours are joined before they are decoded."""
    if "=?" not in value:
        return value
    said: list[str] = []
    waiting = bytearray()
    charset, position = "", 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        if between.strip() or (waiting and word[1].lower() != charset):
            said.append(_spoken(waiting, charset, defects))
            waiting = bytearray()
        if between.strip() or not position:
            said.append(between)
        charset, position = word[1].lower(), word.end()
        waiting += _bytes(word[2], word[3], defects)
    said += [_spoken(waiting, charset, defects), value[position:]]
    if not position:
        defects.add(Defect.BAD_ENCODED_WORD)
    return "".join(said)


def _spoken(data: bytearray, charset: str, defects: set[Defect]) -> str:
    text, defect = decoded(bytes(data), charset)
    if defect:
        defects.add(defect)
    return text


def _bytes(how: str, text: str, defects: set[Defect]) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return _HEX.sub(lambda found: bytes([int(found[1], 16)]), data.replace(b"_", b" "))
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(data) % 4 == 1:
        defects.add(Defect.BAD_ENCODED_WORD)
        data = data[:-1]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
