import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.portal.markdown import to_html

_OURS = re.compile(
    r"</?(?:p|ul|ol|li|strong|em|h[2-4]|thead|tbody|tr|td)>|</(?:div|table|th|a)>"
    r'|<th scope="col">|<a href="[^"<>]*">|<table class="ds-table" data-border>'
    r'|<div class="table-scroll" tabindex="0" role="region" aria-label="[^"<>]*">'
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Jeden", "<h2>Jeden</h2>"),
        ("## Dwa", "<h2>Dwa</h2>"),
        ("### Trzy", "<h3>Trzy</h3>"),
        ("pierwszy\ndalej", "<p>pierwszy dalej</p>"),
        ("raz\n\ndwa", "<p>raz</p>\n<p>dwa</p>"),
        ("- raz\n- dwa", "<ul><li>raz</li><li>dwa</li></ul>"),
        ("- raz\n  dalej\n- dwa", "<ul><li>raz dalej</li><li>dwa</li></ul>"),
        ("1. raz\n2. dwa", "<ol><li>raz</li><li>dwa</li></ol>"),
        ("Lista:\n- raz", "<p>Lista:</p>\n<ul><li>raz</li></ul>"),
        ("**mocno** i *lekko*", "<p><strong>mocno</strong> i <em>lekko</em></p>"),
        ("3 * 4 * 5", "<p>3 * 4 * 5</p>"),
        ("[tu](/contact/)", '<p><a href="/contact/">tu</a></p>'),
        ("[a](https://x.org/a_b_c)", '<p><a href="https://x.org/a&#95;b&#95;c">a</a></p>'),
        ("[dzwoń](tel:112)", '<p><a href="tel:112">dzwoń</a></p>'),
    ],
)
def test_what_the_texts_use(text: str, html: str):
    assert to_html(text) == html


def test_tables_have_headings():
    html = to_html("| Cel | Podstawa |\n|---|---|\n| a | **b** |")

    assert '<th scope="col">Cel</th>' in html
    assert "<td><strong>b</strong></td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](//evil.example)",
        '[x](https://a.example/"onmouseover="alert(1))',
        "# <img src=x onerror=alert(1)>",
        "| <b> | </b> |\n|---|---|\n| <i> | x |",
    ],
)
def test_no_markup_of_its_own(text: str):
    html = to_html(text)

    for bad in ("<script", "javascript:", "<img", "<i>", "<b>", 'href="//', '"onmouseover'):
        assert bad not in html


@given(st.text(alphabet="ab <>&\"'*_[]()#-|\n1.", max_size=80))
def test_whatever_is_written_only_our_own_tags_come_out(text: str):
    html = to_html(text)

    assert "<" not in _OURS.sub("", html)
