"""Live parts: what listens is never inside what its own answer replaces."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

import kck

SOURCE = Path(kck.__file__).parent
COMPONENT = Path("ui/templates/cotton/live.html")
# the words of a live event, as they stand in a trigger
_EVENTS = ("kck:", "kck-connection", "{% hears", "sse:")
_TAG = re.compile(r"<[a-z{][^<>]*?\bhx-trigger=\"(?P<trigger>[^\"]*)\"[^<>]*>", re.DOTALL)


def _rendered(html: str) -> str:
    compiled = CottonCompiler().process(html)
    return engines["django"].from_string(compiled).render({}, RequestFactory().get("/"))


def _said(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}=\"([^\"]*)\"", tag)
    return found[1] if found else ""


def _loses_what_it_hears(tag: str) -> bool:
    """htmx finds an aim when it hears, and drops the answer when that aim is gone by then."""
    own = _said(tag, "hx-target") in {"", "this"} and "hx-select" not in tag
    stays = _said(tag, "hx-swap") in {"innerHTML", "none", "{{ swap }}"}
    return not (own and stays and _said(tag, "hx-sync") == "this:queue last")


def _listeners(html: str) -> list[str]:
    return [m[0] for m in _TAG.finditer(html) if any(word in m["trigger"] for word in _EVENTS)]


TEMPLATES = sorted(SOURCE.glob("*/**/templates/**/*.html"))


def test_no_template_listens_inside_what_it_replaces():
    losing = {
        str(path.relative_to(SOURCE)): tag
        for path in TEMPLATES
        for tag in _listeners(path.read_text())
        if _loses_what_it_hears(tag)
    }

    assert losing == {}
    assert _listeners((SOURCE / COMPONENT).read_text())  # or this looks for the wrong thing


def test_a_live_part_is_used_without_an_aim_of_its_own():
    """`none`: the answer names what it replaces, out of band; `innerMorph`: focus stays inside."""
    used = {
        (path.name, tag)
        for path in TEMPLATES
        for tag in re.findall(r"<c-live\s[^>]*>", path.read_text())
    }
    aiming = [tag for _path, tag in used if re.search(r"\bhx-(target|swap|select|sync)\b", tag)]
    swaps = {_said(tag, "swap") for _path, tag in used}

    assert len(used) > 8
    assert aiming == []
    assert swaps <= {"", "none", "innerMorph"}


@pytest.mark.parametrize(
    "tag",
    [
        '<div hx-get="/x" hx-trigger="kck:a from:body" hx-swap="outerHTML" hx-target="this">',
        '<div hx-get="/x" hx-trigger="kck:a from:body" hx-target="#other" hx-swap="outerHTML">',
        '<div hx-get="/x" hx-trigger="kck:a from:body" hx-target="body" hx-select="body">',
        '<div hx-get="/x" hx-trigger="kck:a from:body" hx-swap="innerHTML">',
    ],
)
def test_shapes_that_lose_a_change_are_known(tag):
    assert [_loses_what_it_hears(one) for one in _listeners(tag)] == [True]


@pytest.mark.django_db  # the frame asks whose city this is
def test_a_live_part_hears_its_topics_and_keeps_its_attributes():
    page = _rendered(
        '<c-live tag="section" id="rows" url="/rows/" topics="unit:7 centre" anew="yes"'
        ' more="every 30s" class="stack">here</c-live>'
    )

    assert '<section hx-get="/rows/"' in page
    assert (
        'hx-trigger="kck:unit:7 from:body throttle:1s, kck:centre from:body throttle:1s, '
        'kck-connection from:document delay:300ms, every 30s"'
    ) in page
    assert 'hx-swap="innerHTML" hx-sync="this:queue last"' in page
    assert 'id="rows" class="stack"' in page
    assert page.strip().endswith("here</section>")


@pytest.mark.django_db
def test_what_asks_once_more_waits_in_the_same_line():
    page = _rendered('<c-live-again of="#rows" url="/rows/" when="every 5s" post="yes" />')

    assert 'hx-post="/rows/"' in page
    assert 'hx-target="#rows" hx-swap="innerHTML" hx-sync="#rows:queue last"' in page
