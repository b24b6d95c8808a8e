"""The alphabet of phones (3GPP TS 23.038) and what letters become without their marks."""

DEFAULT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape and a letter: two places each

# Ukrainian as in passports (resolution 55 of 2010), without its rule for beginnings of words
_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ь": "", "’": "'", "ʼ": "'",
    # Russian letters that people mix in
    "ы": "y", "э": "e", "ё": "e", "ъ": "",
}  # fmt: skip
_BEGINNINGS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_SIGNS = {
    "„": '"', "”": '"', "“": '"', "«": '"', "»": '"', "‘": "'", "‚": ",", "–": "-", "—": "-",
    "−": "-", "‑": "-", "…": "...", "•": "-", "·": "-", "№": "No", "\u00a0": " ", "\u202f": " ",
    "\u2009": " ", "\u200b": "", "\ufeff": "", "\t": " ", "×": "x", "²": "2", "³": "3", "°": "o",
    "½": "1/2", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
}  # fmt: skip


def _both_cases(table: dict[str, str]) -> dict[str, str]:
    return {**table, **{one.upper(): to.capitalize() for one, to in table.items()}}


WITHOUT_MARKS = {**_both_cases(_UKRAINIAN), **_SIGNS}
AT_THE_BEGINNING = _both_cases(_BEGINNINGS)
