"""The same words as a page: nothing but paragraphs and links, so that it reads in every client.

No colours are set, so that dark mode is the reader's own; no pictures, so that nothing is tracked.
"""

import re
from html import escape

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
    return "\n".join(
        f'<p style="margin:0 0 1rem;overflow-wrap:anywhere">{_lines(block)}</p>' for block in blocks
    )


def _lines(block: str) -> str:
    return "<br>\n".join(_linked(line) for line in block.split("\n"))


def _linked(line: str) -> str:
    found, position = [], 0
    for link in _LINK.finditer(line):
        address = escape(link[0])
        found.append(escape(line[position : link.start()]))
        found.append(f'<a href="{address}">{address}</a>')
        position = link.end()
    found.append(escape(line[position:]))
    return "".join(found)
