import csv
import io
import zipfile
from datetime import datetime
from xml.etree import ElementTree

from kck.queues.tables import as_csv, as_xlsx

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DAY = datetime(2026, 2, 2, 9, 30)  # noqa: DTZ001 - a local hour, as a workbook has it
ROWS = [
    ["numer", "miejsce", "razy", "kiedy"],
    ["26-004512-7", '=HYPERLINK("x")', 3, DAY],
    ["+48", "ul. Łąkowa <&> \x07", None, None],
]


def read_xlsx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))  # noqa: S314
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314


def test_a_workbook_has_texts_as_texts_numbers_as_numbers_and_days_as_days():
    sheet = read_xlsx(b"".join(as_xlsx(ROWS)))
    rows = sheet.findall(".//m:row", NS)

    assert len(rows) == 3
    formula, count, day = rows[1].findall("m:c", NS)[1:]
    assert (formula.get("t"), formula.find(".//m:t", NS).text) == ("inlineStr", '=HYPERLINK("x")')
    assert (count.get("t"), count.find("m:v", NS).text) == (None, "3")
    assert day.find("m:v", NS).text.startswith("46055.39")
    assert not sheet.findall(".//m:f", NS)
    assert rows[2].findall("m:c", NS)[1].find(".//m:t", NS).text == "ul. Łąkowa <&> "


def test_in_csv_nothing_looks_like_a_formula():
    text = b"".join(as_csv(ROWS)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert rows[1] == ["26-004512-7", '\'=HYPERLINK("x")', "3", "2026-02-02 09:30"]
    assert rows[2][0] == "'+48"


def test_many_rows_go_out_in_pieces():
    def many():
        yield from ([str(number)] for number in range(5000))

    for write in (as_csv, as_xlsx):
        pieces = list(write(many()))
        assert len(pieces) > 5
    assert len(read_xlsx(b"".join(as_xlsx(many()))).findall(".//m:row", NS)) == 5000
