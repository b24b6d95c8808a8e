"""Rows written as CSV or as a workbook, some at a time: nothing is ever held as a whole.

In a workbook every text is written as a text, so no cell can be taken for a formula; in CSV those
that look like one carry an apostrophe (`intake.importing.formulas` says how).
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from typing import IO, cast
from xml.sax.saxutils import escape

Cell = str | int | datetime | None
_LOOKS_LIKE_A_FORMULA = re.compile("'*[=+@\\-\t\r\uff1d\uff0b\uff0d\uff20]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINES = 500
_DAY_ONE = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook counts local days from here


def as_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """With a mark in front by which spreadsheets know UTF-8, and semicolons as they expect here."""
    yield "\ufeff".encode()
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for place, row in enumerate(rows, start=1):
        writer.writerow([_plain(cell) for cell in row])
        if place % _LINES == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: StringIO) -> bytes:
    found = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return found


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str):
        return f"'{cell}" if _LOOKS_LIKE_A_FORMULA.match(cell) else cell
    return cell


class _Out:
    """A file that is taken away while it is written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nowhere to flush to."""

    def taken(self) -> bytes:
        found = b"".join(self._parts)
        self._parts.clear()
        return found


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """One sheet whose first row stays in sight."""
    out = _Out()
    with zipfile.ZipFile(cast("IO[bytes]", out), "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET_HEAD.encode())
            for place, row in enumerate(rows, start=1):
                sheet.write(_line(row, bold=place == 1).encode())
                if place % _LINES == 0:
                    yield out.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield out.taken()


def _line(row: Sequence[Cell], *, bold: bool) -> str:
    return f"<row>{''.join(_cell(cell, bold=bold) for cell in row)}</row>"


def _cell(cell: Cell, *, bold: bool) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, datetime):
        days = (cell.replace(tzinfo=None) - _DAY_ONE).total_seconds() / 86_400
        return f'<c s="1"><v>{days:.6f}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    text = escape(_NOT_XML.sub("", cell))
    style = ' s="2"' if bold else ""
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="1" max="40" width="18" customWidth="1"/></cols><sheetData>'
)
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="KCK" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
        '<xf numFmtId="164" xfId="0" applyNumberFormat="1"/>'
        '<xf fontId="1" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
    ),
}
