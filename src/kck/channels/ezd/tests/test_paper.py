from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from kck.channels.ezd import pdfa
from kck.channels.paper import Paper, Section
from kck.channels.printing import as_pdf, printable

PAPER = Paper(
    title="Odpowiedź w sprawie 26-004512-7",
    facts=(("Od", "Zarząd Dróg\nul. Centralna 53"), ("Do", "Jan Żółć")),
    sections=(Section(body="Zażółć gęślą jaźń. Їжак, ґанок, Є. „Cudzysłów” — i tyle."),),
    foot="Kraków · KCK",
    language="pl",
    made_at=datetime(2026, 2, 3, 10, 0, 5, 123, tzinfo=UTC),
    author="Zarząd Dróg",
)


def test_polish_and_ukrainian_letters_can_be_read_back():
    text = PdfReader(BytesIO(as_pdf(PAPER))).pages[0].extract_text()

    for words in ("Zażółć gęślą jaźń", "Їжак, ґанок, Є", "„Cudzysłów”", "Jan Żółć", "1 / 1"):
        assert words in text


def test_it_passes_what_we_can_check_of_pdfa():
    data = as_pdf(PAPER)

    assert pdfa.problems(data) == []
    root = PdfReader(BytesIO(data)).trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert "Odpowiedź w sprawie" in xmp


def test_a_long_letter_has_numbered_pages():
    long = replace(PAPER, sections=(Section(heading="Treść", body="Słowo po słowie. " * 900),))

    pages = PdfReader(BytesIO(as_pdf(long))).pages

    assert len(pages) > 2
    assert f"{len(pages)} / {len(pages)}" in pages[-1].extract_text()
    assert pdfa.problems(as_pdf(long)) == []


def test_what_the_font_lacks_is_named_and_never_an_empty_box():
    assert printable("park 🌳 漢") == "park [U+1F333] [U+6F22]"
    assert printable("a\u200bb\u00adc\u2011d") == "abc-d"
    assert printable("e\u0301") == "é"
    assert pdfa.problems(as_pdf(replace(PAPER, title='🌳 <&> "'))) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"pdfaid:part", b"pdfaid:port", "do not say PDF/A"),
        (b"/GTS_PDFA1", b"/GTS_PDFX9", "no output intent"),
        (b"/FontFile2", b"/FontFilX2", "not embedded"),
        (b"%PDF-1.", b"%PPF-1.", "no PDF"),
        (b"/Metadata ", b"/Metadota ", "no XMP"),
    ],
)
def test_what_an_archive_refuses_is_noticed(old, new, said):
    data = as_pdf(PAPER)
    assert old in data

    found = pdfa.problems(data.replace(old, new))

    assert any(said in problem for problem in found), found


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>"])
def test_rubbish_is_no_pdf(data):
    assert pdfa.problems(data)
