"""The little Markdown that the city's texts are written in, as HTML.

Headings, paragraphs, lists, tables, links, bold, italics. Everything is escaped first, so that a
text can never bring markup of its own; a link leads to the site, the web, mail or a telephone.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_HEADING = re.compile(r"(#{1,4}) +(.+?)\s*#*$")
_ITEM = re.compile(r"(?:[-*] +|(\d+)[.)] +)(.*)")
_RULE = re.compile(r"\|?[\s:|-]+\|[\s:|-]*")
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])[*_](?!\s)([^*_\n]+?)(?<!\s)[*_](?![\w*])")
_ALLOWED = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#)")


def to_html(text: str, *, top: int = 2) -> SafeString:
    """`top` is the level that a heading with one or two hashes gets."""
    lines = text.replace("\r\n", "\n").split("\n")
    return mark_safe("\n".join(_blocks(lines, top)))  # noqa: S308 - every piece was escaped


def _blocks(lines: Sequence[str], top: int) -> Iterator[str]:
    for block in _pieces(lines):
        first = block[0]
        if found := _HEADING.fullmatch(first):
            level = min(max(len(found[1]) - 2, 0) + top, 6)
            yield f"<h{level}>{_inline(found[2])}</h{level}>"
        elif _ITEM.fullmatch(first):
            yield _list(block)
        elif len(block) > 1 and _RULE.fullmatch(block[1]):
            yield _table(block)
        else:
            yield f"<p>{_inline(' '.join(line.strip() for line in block))}</p>"


def _pieces(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines that belong together; a heading stands alone, a list begins where it begins."""
    piece: list[str] = []
    for line in lines:
        if not line.strip():
            if piece:
                yield piece
            piece = []
        elif _HEADING.fullmatch(line.strip()):
            if piece:
                yield piece
            yield [line.strip()]
            piece = []
        elif piece and _ITEM.fullmatch(line.strip()) and not _ITEM.fullmatch(piece[0].strip()):
            yield piece
            piece = [line.strip()]
        else:
            piece.append(line.strip())
    if piece:
        yield piece


def _list(block: Sequence[str]) -> str:
    """A line without a mark goes on with the item before it."""
    items: list[str] = []
    numbered = False
    for line in block:
        if found := _ITEM.fullmatch(line):
            numbered = numbered or bool(found[1])
            items.append(found[2])
        else:
            items[-1] = f"{items[-1]} {line}"
    tag = "ol" if numbered else "ul"
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"


def _table(block: Sequence[str]) -> str:
    head, rows = _cells(block[0]), [_cells(line) for line in block[2:]]
    named = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        '<div class="table-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(", ".join(head))}"><table class="ds-table" data-border>'
        f"<thead><tr>{named}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _inline(text: str) -> str:
    safe = str(escape(text))
    safe = _LINK.sub(_link, safe)
    safe = _BOLD.sub(r"<strong>\1</strong>", safe)
    return _ITALIC.sub(r"<em>\1</em>", safe)


def _link(found: re.Match[str]) -> str:
    words, address = found[1], found[2]
    if not _ALLOWED.match(address):
        return words
    # underscores of an address are no italics
    hidden = address.replace("_", "&#95;").replace("*", "&#42;")
    return f'<a href="{hidden}">{words}</a>'
