"""Pages made safe, and the text that is made of them."""

import pytest

from kck.channels.email.parsing import parse
from kck.channels.email.parsing.limits import MAX_LINKS
from kck.channels.email.tests.mails import a_mail


def page(html):
    return parse(a_mail(html, kind="text/html"))


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>1</script>">x</a>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mi xlink:href='data:x,<script>1</script>'>",
        '<iframe src="https://zly.example"></iframe>',
        '<form action="https://zly.example"><input name=haslo></form>',
        '<div style="background:url(https://zly.example/p.gif)">x</div>',
        '<div style="position:fixed;top:0;left:0;width:100%">x</div>',
        '<p style="background:u\\72l(https://zly.example)">x</p>',
        '<link rel=stylesheet href="https://zly.example/a.css">',
        "<style>@import 'https://zly.example/a.css'</style>",
        '<meta http-equiv=refresh content="0;https://zly.example">',
        '<base href="https://zly.example/">',
        '<table background="https://zly.example/p.gif"><tr><td>x</table>',
        '<object data="https://zly.example/a.swf"></object>',
        '<video src="https://zly.example/a.mp4" poster="https://zly.example/p.png"></video>',
        '<img srcset="https://zly.example/a.png 2x">',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<p id=content class=btn>x</p>",
    ],
)
def test_nothing_dangerous_is_left(evil):
    html = page(f"<p>Dziura</p>{evil}").html

    assert "Dziura" in html
    for bad in (
        "script",
        "onerror",
        "javascript",
        "iframe",
        "form",
        "url(",
        "fixed",
        "@import",
        "refresh",
        "<base",
        "background=",
        "object",
        "video",
        "srcset",
        "id=",
        "class=",
    ):
        assert bad not in html
    assert "zly.example" not in html


def test_remote_pictures_wait_until_somebody_asks():
    mail = page(
        '<p>x</p><img src="https://sledzik.example/p.gif?u=1" alt="Logo"><img src="//b.pl/c">'
    )

    assert mail.blocked_images == 2
    assert ' src="' not in mail.html
    assert 'data-remote-src="https://sledzik.example/p.gif?u=1"' in mail.html
    assert 'data-remote-src="https://b.pl/c"' in mail.html


def test_a_mail_cannot_say_itself_what_is_remote():
    assert page('<p>x</p><img data-remote-src="javascript:1">').html == "<p>x</p><img>"


def test_pictures_in_the_mail_are_shown():
    html = page('<img src="cid:a@b"><img src="data:image/png;base64,iVBORw0KGgo=">').html

    assert 'src="cid:a@b"' in html
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in html


def test_links_open_elsewhere_and_tell_nobody():
    html = page('<a href="https://bip.krakow.pl">BIP</a>').html

    assert 'rel="noopener noreferrer nofollow"' in html
    assert 'target="_blank"' in html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ala</p><p>ma kota</p>", "Ala\n\nma kota"),
        ("<div>Ala</div><div><br></div><div>kot</div>", "Ala\n\nkot"),
        ("Ala<br>ma<br><br>kota", "Ala\nma\n\nkota"),
        ("<ul><li>raz</li><li>dwa</li></ul>", "- raz\n- dwa"),
        ("<ol><li>raz</li><li>dwa</li></ol>", "1. raz\n2. dwa"),
        ("<table><tr><td>Numer</td><td>26</td></tr><tr><td>Kod</td><td>7</td></tr></table>",
         "Numer 26\nKod 7"),
        ("<b>Ala</b> ma\n   <i>kota</i>", "Ala ma kota"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("Ala&nbsp;ma &lt;kota&gt; &amp; psa", "Ala\u00a0ma <kota> & psa"),
        ('<a href="https://bip.krakow.pl/x">karta</a>', "karta <https://bip.krakow.pl/x>"),
        ('<a href="https://bip.krakow.pl/">bip.krakow.pl</a>', "bip.krakow.pl"),
        ('<a href="mailto:jan@p.pl">Jan</a>', "Jan"),
        ("<style>p{}</style><title>x</title><p>Ala</p><script>1</script>", "Ala"),
        ('<div style="display:none">zapowiedź</div><p>Ala</p>', "Ala"),
        ("<blockquote>Ala<blockquote>kot</blockquote></blockquote>", "> Ala\n>\n>> kot"),
        ('<img alt="mapa dziury" src="cid:1">', "[mapa dziury]"),
        ("<p>niezamknięte <b>pogrubione", "niezamknięte pogrubione"),
        ("", ""),
    ],
)  # fmt: skip
def test_text_is_made_of_pages(html, text):
    assert page(html).text == text


def test_a_page_of_links_is_only_text():
    mail = page('<a href="https://a.pl">x</a> ' * (MAX_LINKS + 1))

    assert mail.html == ""
    assert mail.text.startswith("x")
    assert "html-as-text" in mail.defects


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table", "font"])
def test_endless_nesting_is_only_text(tag):
    mail = page(f"<{tag}>" * 50_000 + "dno")

    assert mail.html == ""
    assert "dno" in mail.text


def test_marks_of_ours_cannot_be_brought_along():
    mail = page("<p>Ala</p><p>\ue0f1</p><p>ma kota</p>")

    assert mail.reply == "Ala\n\nma kota"
