"""A letter as PDF/A-2b: what an archive keeps. The same letter always gives the same bytes.

fpdf2 refuses to write what PDF/A forbids; the font lies in a package of its own and is embedded.
"""

import logging
import unicodedata
from datetime import UTC
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_fira_sans
from fontTools.ttLib import TTFont
from fpdf import FPDF, XPos, YPos

from kck.channels.paper import PROFILE, Paper, Section

# they list the letters of what is printed, font by font
logging.getLogger("fontTools").setLevel(logging.WARNING)
logging.getLogger("fpdf").setLevel(logging.WARNING)
_FAMILY = "Fira Sans"
_FILES = Path(fontpkg_fira_sans.__file__).parent / "files"
_STYLES = {"": "FiraSans-Regular.ttf", "B": "FiraSans-Bold.ttf"}
_MARGIN, _FOOT, _LINE = 22.0, 20.0, 5.4  # millimetres
_LABEL_WIDTH = 42.0
_GREY = 90
_PAGES = "¤¤¤"  # stands for how many pages there are, until that is known


def as_pdf(paper: Paper) -> bytes:
    pdf = _Sheet(foot=printable(paper.foot))
    pdf.set_lang(paper.language)
    pdf.set_creation_date(paper.made_at.astimezone(UTC).replace(microsecond=0))
    pdf.set_xmp_metadata(_about(paper))
    pdf.add_page()
    _letterhead(pdf, paper)
    _head(pdf, paper)
    for section in paper.sections:
        _section(pdf, section)
    return bytes(pdf.output())


# fpdf2's own says when it was written, so that no two were alike
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:xmp="http://ns.adobe.com/xap/1.0/"
        xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
      <pdfaid:part>2</pdfaid:part>
      <pdfaid:conformance>B</pdfaid:conformance>
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
      <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
      <xmp:CreateDate>{at}</xmp:CreateDate>
      <xmp:ModifyDate>{at}</xmp:ModifyDate>
      <xmp:MetadataDate>{at}</xmp:MetadataDate>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>"""


def _about(paper: Paper) -> str:
    return _XMP.format(
        title=escape(printable(paper.title)),
        author=escape(printable(paper.author)),
        language=escape(paper.language),
        at=paper.made_at.astimezone(UTC).isoformat(timespec="seconds"),
    )


class _Sheet(FPDF):
    """A4 with our font and, on every page, whose it is and which page of how many."""

    def __init__(self, foot: str) -> None:
        super().__init__(enforce_compliance=PROFILE)
        self._foot = foot
        self.alias_nb_pages(_PAGES)
        for style, name in _STYLES.items():
            self.add_font(_FAMILY, style=style, fname=_FILES / name)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=_FOOT + 4)

    def footer(self) -> None:
        self.set_y(-_FOOT)
        self.set_font(_FAMILY, size=8)
        self.set_text_color(_GREY)
        self.multi_cell(0, 4, self._foot, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.cell(0, 4, f"{self.page_no()} / {_PAGES}", align="R")
        self.set_text_color(0)

    def words(self, text: str, *, size: float = 10.5, style: str = "", line: float = _LINE) -> None:
        self.set_font(_FAMILY, style=style, size=size)
        self.multi_cell(0, line, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _letterhead(pdf: _Sheet, paper: Paper) -> None:
    """Whose letter it is, above a line."""
    for place, line in enumerate(paper.head):
        pdf.words(line, size=9.5, style="" if place else "B", line=4.8)
    if paper.head:
        pdf.ln(2)
        pdf.set_draw_color(_GREY)
        pdf.set_line_width(0.2)
        pdf.line(_MARGIN, pdf.get_y(), pdf.w - _MARGIN, pdf.get_y())
        pdf.ln(8)


def _head(pdf: _Sheet, paper: Paper) -> None:
    pdf.words(paper.title, size=15, style="B", line=7)
    pdf.ln(2)
    for label, value in paper.facts:
        pdf.set_font(_FAMILY, size=9.5)
        pdf.set_text_color(_GREY)
        top, page = pdf.get_y(), pdf.page_no()
        pdf.multi_cell(_LABEL_WIDTH, 4.8, printable(label), align="L", new_y=YPos.TOP)
        pdf.set_text_color(0)
        if pdf.page_no() == page:
            pdf.set_xy(_MARGIN + _LABEL_WIDTH, top)
        pdf.multi_cell(0, 4.8, printable(value), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(4)


def _section(pdf: _Sheet, section: Section) -> None:
    if section.heading:
        pdf.words(section.heading, size=11.5, style="B", line=6.5)
    pdf.words(section.body)
    pdf.ln(3)


@cache
def _letters() -> frozenset[int]:
    """What both styles can draw."""
    fonts = [TTFont(_FILES / name, lazy=True) for name in _STYLES.values()]
    return frozenset.intersection(*(frozenset(font.getBestCmap()) for font in fonts))


# drawn as something alike; a soft hyphen and joiners are not drawn at all
_ALIKE = {0x2011: "-", 0x202F: "\u00a0", 0x2009: " ", 0x2003: " ", 0x2212: "–", 0x09: "    "}
_UNSEEN = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF})


def printable(text: str) -> str:
    """The text with its letters; what the font lacks is named, as PDF/A forbids empty boxes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace(_PAGES, "¤ ¤ ¤")
    normal = unicodedata.normalize("NFC", plain)
    return "".join(_drawn(letter) for letter in normal)


def _drawn(letter: str) -> str:
    code = ord(letter)
    if letter == "\n" or (code in _letters() and code >= 32 and code not in _UNSEEN):
        return letter
    if code in _ALIKE:
        return _ALIKE[code]
    if code in _UNSEEN or code < 32:
        return ""
    return f"[U+{code:04X}]"
