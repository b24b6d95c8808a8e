"""The same words as a page: paragraphs, lists and links only, so that it reads in every client.

No colours are set, so that dark mode is the reader's own; no pictures, so that nothing is tracked.
"""

import re
from html import escape
from itertools import groupby

# what may follow an address in a sentence is not part of it
_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_SIGNATURE = re.compile(r"^--[ ]?$", re.MULTILINE)

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
</head>
<body style="margin:0">
<div style="max-width:36rem;margin:0 auto;padding:1.25rem;\
font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
{body}
{footer}</div>
</body>
</html>
"""


def as_html(*, subject: str, text: str, language: str) -> str:
    """Everything is escaped; addresses become links; what follows "--" becomes small print."""
    body, *rest = _SIGNATURE.split(text, maxsplit=1)
    footer = ""
    if rest:
        footer = (
            '<hr style="border:0;border-top:1px solid currentColor;opacity:.3;margin:1.5rem 0">\n'
            f'<div style="font-size:.875rem">\n{_paragraphs(rest[0])}\n</div>\n'
        )
    return _PAGE.format(
        language=escape(language),
        title=escape(subject),
        body=_paragraphs(body),
        footer=footer,
    )


def _paragraphs(text: str) -> str:
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return "\n".join(_block(block) for block in blocks)


def _block(block: str) -> str:
    """A paragraph; its lines that begin with a dash are the items of a list."""
    runs = [(listed, list(lines)) for listed, lines in groupby(block.split("\n"), _is_item)]
    last = len(runs) - 1
    return "\n".join(
        _list(lines) if listed else _paragraph(lines, close=place < last)
        for place, (listed, lines) in enumerate(runs)
    )


def _is_item(line: str) -> bool:
    return line.startswith("- ")


def _list(lines: list[str]) -> str:
    items = "\n".join(f"<li>{_linked(line[2:])}</li>" for line in lines)
    return f'<ul style="margin:0 0 1rem;padding:0 0 0 1.25rem">\n{items}\n</ul>'


def _paragraph(lines: list[str], *, close: bool) -> str:
    below = ".25rem" if close else "1rem"
    said = "<br>\n".join(_linked(line) for line in lines)
    return f'<p style="margin:0 0 {below};overflow-wrap:anywhere">{said}</p>'


def _linked(line: str) -> str:
    found, position = [], 0
    for link in _LINK.finditer(line):
        address = escape(link[0])
        found.append(escape(line[position : link.start()]))
        found.append(f'<a href="{address}">{address}</a>')
        position = link.end()
    found.append(escape(line[position:]))
    return "".join(found)
