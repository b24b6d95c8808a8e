"""Bytes to text: what the mail says they are, unless the bytes say otherwise."""

import codecs
import re
from encodings.aliases import aliases

from kck.channels.email.parsing.terms import Defect

# text encodings of Python that no mail is written in, or that are slow on purpose
_NEVER = {
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem",
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec",
}  # fmt: skip
_KNOWN = {*aliases.values(), "koi8_u", "cp1125", "utf_8_sig", "gb18030", "koi8_r"} - _NEVER
# names that people really write, and supersets where programs mean more than they say
_MEANT = {
    "": "",
    "ascii": "ascii",
    "us_ascii": "ascii",
    "ansi_x3.4_1968": "ascii",
    "iso_8859_1": "cp1252",
    "iso8859_1": "cp1252",
    "latin_1": "cp1252",
    "latin1": "cp1252",
    "utf8": "utf_8",
    "utf_8": "utf_8",
    "utf_8_bom": "utf_8",
    "unicode": "utf_8",
    "unicode_1_1_utf_7": "utf_7",
    "unicode_1_1_utf_8": "utf_8",
    "x_utf_8": "utf_8",
    "utf8mb4": "utf_8",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "ks_c_5601_1987": "cp949",
    "ks_c_5601": "cp949",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x_gbk": "gb18030",
    "shift_jis": "cp932",
    "x_sjis": "cp932",
    "iso_2022_jp": "iso2022_jp_ext",
    "iso_8859_9": "cp1254",
    "tis_620": "cp874",
    "iso_8859_11": "cp874",
    "x_mac_ce": "mac_latin2",
    "macintosh": "mac_roman",
    "x_mac_roman": "mac_roman",
    "x_mac_cyrillic": "mac_cyrillic",
}
_SEVEN_BITS = {"iso2022_jp_ext", "iso2022_kr", "utf_7", "hz", "iso2022_jp"}
_BOMS = (
    (codecs.BOM_UTF8, "utf_8_sig"),
    (codecs.BOM_UTF32_LE, "utf_32"),
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
_GUESSED = ("cp1250", "iso8859_2", "cp1251", "koi8_u", "cp1252")
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_CYRILLIC_LOWER = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ")
_TYPOGRAPHY = frozenset("„”“’‘–—…«»°§€№•\u00a0")
_SAMPLE = 20_000
_SHIFTED = re.compile("[а-яєіїґ][А-ЯЄІЇҐ]")
_MIXED = re.compile("[A-Za-z][А-яЄІЇҐєіїґ]|[А-яЄІЇҐєіїґ][A-Za-z]")


def decoded(data: bytes, declared: str = "") -> tuple[str, Defect | None]:
    """Never fails; says what was wrong with the name or the bytes."""
    name = codec_named(declared)
    if data.isascii() and name not in _SEVEN_BITS and not _looks_wide(data, name):
        unknown = declared and not name
        return data.decode("ascii"), Defect.UNKNOWN_CHARSET if unknown else None
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), None
    return _with_letters(data, name, declared)


def _with_letters(data: bytes, name: str, declared: str) -> tuple[str, Defect | None]:
    wrong = Defect.WRONG_CHARSET if name else Defect.UNKNOWN_CHARSET
    if not declared:
        wrong = Defect.WRONG_CHARSET
    if name not in {"utf_16", "utf_16_le", "utf_16_be", "utf_32"} and not data.isascii():
        text = _strict(data, "utf_8")  # hardly any other text happens to be valid UTF-8
        if text is not None:
            return text, None if name == "utf_8" else wrong
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") * 5 <= sum(1 for letter in text if letter > "\x7f"):
            return text, wrong  # cut, or broken in a few places
    if name in {"", "ascii", "utf_8"}:
        return _guess(data), wrong
    if name in {"cp1252", "iso8859_2"}:
        return _better(data, name)
    text = _strict(data, name)
    if text is not None:
        return text, None
    return data.decode(name, "replace"), wrong


def codec_named(declared: str) -> str:
    """The codec that a charset's name means; empty when nobody knows it."""
    plain = declared.strip().strip("\"'<>=").partition("*")[0].strip().lower()
    key = re.sub(r"[\s\-_]+", "_", plain[:60])
    if key in _MEANT:
        return _MEANT[key]
    if found := re.fullmatch(r"(?:x_)?(?:windows|win|cp|ms)_?(?:cp)?_?(\d{3,5})", key):
        key = f"cp{found[1]}"
    elif found := re.fullmatch(r"iso_?(?:8859)_?(\d{1,2})(?:_.*)?", key):
        key = f"iso8859_{found[1]}"
    key = aliases.get(key, key)
    return _MEANT.get(key, key) if key in _KNOWN else ""


def _better(data: bytes, name: str) -> tuple[str, Defect | None]:
    """Latin-1 and ISO-8859-2 are written over other alphabets; believed unless plainly wrong."""
    guess = _best(data)
    text = data.decode(name, "replace")
    if guess != name and _score(data, guess) > _score(data, name) + 1:
        return data.decode(guess, "replace"), Defect.WRONG_CHARSET
    return text, None


def _guess(data: bytes) -> str:
    return data.decode(_best(data), "replace")


def _best(data: bytes) -> str:
    return max(_GUESSED, key=lambda name: _score(data, name))


def _score(data: bytes, name: str) -> float:
    """How much the high bytes look like Polish or Ukrainian words under this reading."""
    text = data[:_SAMPLE].decode(name, "replace")
    found = 0.0
    for letter in text:
        if letter < "\x80":
            continue
        if letter in _POLISH:
            found += 1
        elif letter in _CYRILLIC_LOWER:
            found += 0.9
        elif letter in _TYPOGRAPHY:
            found += 0.3
        elif letter == "\ufffd" or letter < "\xa0":
            found -= 3
        elif letter.isalpha():
            found -= 0.2 if "А" <= letter <= "Я" or name == "cp1252" else 0.8
        else:
            found -= 1
    if name in {"cp1251", "koi8_u"}:
        found -= len(_SHIFTED.findall(text)) + 3 * len(_MIXED.findall(text))
    return found


def _looks_wide(data: bytes, name: str) -> bool:
    return name.startswith(("utf_16", "utf_32")) and b"\x00" in data[:200]


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None
