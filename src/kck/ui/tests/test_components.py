from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from lxml import html
from lxml.html import HtmlElement

from kck.foundation import clock
from kck.ui import gallery
from kck.ui.drawn import DRAWN
from kck.ui.gallery import SampleForm

COTTON = Path(gallery.__file__).with_name("templates") / "cotton"
Show = Callable[..., HtmlElement]
WRONG = {"text": "Ciemno", "email": "anna@", "group": "green", "seen": ["roads"]}


pytestmark = pytest.mark.django_db  # the frame asks whose city this is


def template(source: str) -> Any:
    return engines["django"].from_string(CottonCompiler().process(source))


@pytest.fixture(name="show")
def _show(rf: RequestFactory) -> Show:
    """Renders a piece of a page and gives its elements."""

    def show(source: str, address: str = "/", **context: object) -> HtmlElement:
        with translation.override("pl"):
            shown = template(source).render(context, rf.get(address))
            return html.fromstring(f"<div>{shown}</div>")

    return show


def find(page: HtmlElement, path: str) -> list[HtmlElement]:
    found: list[HtmlElement] = page.xpath(f".//{path}")
    return found


def control_of(page: HtmlElement) -> HtmlElement:
    return find(page, "*[self::input or self::textarea or self::select]")[0]


def described(page: HtmlElement, control: HtmlElement) -> list[str]:
    """The texts a screen reader adds, in order; a dangling id is an error."""
    ids = control.get("aria-describedby", "").split()
    return [" ".join(page.get_element_by_id(ident).text_content().split()) for ident in ids]


@pytest.mark.parametrize(
    ("component", "field"),
    [("field", "where"), ("textarea", "text"), ("select", "district"), ("file", "photos")],
)
def test_a_label_belongs_to_its_control(show: Show, component: str, field: str) -> None:
    page = show(f'<c-{component} :field="form.{field}" />', form=SampleForm())

    label = find(page, "label")[0]
    assert label.get("for") == control_of(page).get("id") == f"id_{field}"
    assert str(SampleForm.base_fields[field].label) in label.text_content()


@pytest.mark.parametrize("component", ["field", "address"])
def test_the_error_is_read_before_the_hint(show: Show, component: str) -> None:
    page = show(f'<c-{component} :field="form.where" />', form=SampleForm(WRONG))

    control = control_of(page)
    assert control.get("aria-invalid") == "true"
    assert described(page, control) == [
        "Błąd: Powiedz, gdzie to jest",
        "Ulica i numer, przystanek albo opis miejsca",
    ]


def test_a_field_without_error_is_not_invalid(show: Show) -> None:
    page = show('<c-field :field="form.where" />', form=SampleForm())

    assert control_of(page).get("aria-invalid") is None
    assert not find(page, "*[@data-field='validation']")


def test_what_may_stay_empty_says_so_unless_told_not_to(show: Show) -> None:
    said = show('<c-field :field="form.email" />', form=SampleForm())
    silent = show('<c-field :field="form.email" optional="" />', form=SampleForm())

    assert "(nieobowiązkowe)" in said.text_content()
    assert "(nieobowiązkowe)" not in silent.text_content()


def test_other_attributes_reach_the_control(show: Show) -> None:
    page = show(
        '<c-field :field="form.email" autocomplete="email" hx-get="/x" />', form=SampleForm()
    )

    control = control_of(page)
    assert (control.get("autocomplete"), control.get("hx-get")) == ("email", "/x")


def test_a_field_can_be_of_another_type_than_its_form_says(show: Show) -> None:
    page = show(
        '<c-field :field="form.where" type="tel" /><c-field :field="form.where" />',
        form=SampleForm(),
    )

    assert [one.get("type") for one in find(page, "input")] == ["tel", "text"]


def test_what_was_typed_is_shown_again_and_escaped(show: Show) -> None:
    form = SampleForm({"where": '"><script>alert(1)</script>'})
    page = show('<c-field :field="form.where" />', form=form)

    assert control_of(page).get("value") == '"><script>alert(1)</script>'
    assert not find(page, "script")


def test_a_field_works_without_a_form_object(show: Show) -> None:
    page = show('<c-field name="code" label="Kod" error="Zły kod" value="AB" />')

    control = control_of(page)
    assert (control.get("name"), control.get("value")) == ("code", "AB")
    assert find(page, "label")[0].get("for") == control.get("id")
    assert described(page, control) == ["Błąd: Zły kod"]


@pytest.mark.parametrize(
    ("component", "field", "chosen"),
    [("radios", "group", ["green"]), ("checkboxes", "seen", ["roads"])],
)
def test_choices_stand_in_a_fieldset_with_their_question(
    show: Show, component: str, field: str, chosen: list[str]
) -> None:
    page = show(f'<c-{component} :field="form.{field}" />', form=SampleForm(WRONG))

    fieldset = find(page, "fieldset")[0]
    assert fieldset[0].tag == "legend"
    inputs = find(fieldset, "input")
    assert [one.get("value") for one in inputs if "checked" in one.attrib] == chosen
    assert {one.get("id") for one in inputs} == {one.get("for") for one in find(page, "label")}


def test_a_missing_choice_is_said_with_the_question(show: Show) -> None:
    page = show('<c-radios :field="form.group" />', form=SampleForm({}))

    texts = described(page, find(page, "fieldset")[0])
    assert texts[0].startswith("Błąd:")
    assert texts[1].startswith("Wybierz najbliższe")


def test_a_tick_keeps_its_label_and_error(show: Show) -> None:
    page = show('<c-checkbox :field="form.news" error="Zaznacz" />', form=SampleForm())

    assert find(page, "label")[0].get("for") == "id_news"
    assert described(page, control_of(page)) == ["Błąd: Zaznacz"]


def test_every_line_of_the_error_summary_leads_to_its_control(show: Show) -> None:
    form = SampleForm({"text": "x"})
    page = show(
        '<c-error-summary :form="form" /><c-field :field="form.where" />'
        '<c-radios :field="form.group" /><c-select :field="form.district" />',
        form=form,
    )

    links = [link.get("href") for link in find(page, "ds-error-summary//a")]
    assert len(links) == 3
    for link in links:
        assert page.get_element_by_id(link.removeprefix("#")).tag in {"input", "select"}


def test_without_errors_there_is_no_summary(show: Show) -> None:
    assert not find(show('<c-error-summary :form="form" />', form=SampleForm()), "h2")


@pytest.mark.parametrize(
    ("state", "color"),
    [("new", "info"), ("waiting-for-reporter", "warning"), ("overdue", "danger"), ("?", "neutral")],
)
def test_a_state_has_words_and_a_colour(show: Show, state: str, color: str) -> None:
    tag = find(show(f'<c-tag state="{state}">Słowa</c-tag>'), "span")[0]

    assert (tag.get("data-color"), tag.text_content().strip()) == (color, "Słowa")


def test_a_button_with_an_address_is_a_link(show: Show) -> None:
    link = find(show('<c-button href="/x">Dalej</c-button>'), "*[contains(@class, 'ds-button')]")[0]
    button = find(
        show('<c-button name="step" value="2">Dalej</c-button>'), "*[contains(@class, 'ds-button')]"
    )[0]

    assert (link.tag, link.get("href")) == ("a", "/x")
    assert (button.tag, button.get("type"), button.get("value")) == ("button", "submit", "2")


def test_a_button_that_opens_a_dialog_sends_no_form(show: Show) -> None:
    page = show(
        '<c-button dialog="d">Usuń</c-button><c-confirm id="d" heading="Usunąć?" yes="Usuń" />'
    )

    button = find(page, "*[contains(@class, 'ds-button')]")[0]
    dialog = page.get_element_by_id(button.get("commandfor"))
    assert (button.get("type"), dialog.tag) == ("button", "dialog")
    assert page.get_element_by_id(dialog.get("aria-labelledby")).text_content() == "Usunąć?"
    assert find(page, "*[@data-confirmed]")


def test_other_pages_keep_the_filters(show: Show) -> None:
    page = show(
        '<c-pagination :page="page" />', "/list?state=new&page=3", **gallery._samples(_request())
    )

    second = find(page, "a[@aria-label='Strona 2']")[0]
    assert second.get("href") == "?state=new&page=2"
    assert find(page, "*[@aria-current='page']")[0].text_content() == "3"


def test_a_moment_in_the_timeline_is_readable_for_machines(show: Show) -> None:
    page = show('<c-timeline-item heading="Przyjęte" :at="now" />', now=clock.now())

    assert find(page, "time")[0].get("datetime").startswith("20")


def test_an_icon_is_silent_unless_it_has_a_label(show: Show) -> None:
    page = show('<c-icon name="clock" /><c-icon name="clock" label="Po terminie" />')

    silent, speaking = find(page, "svg")
    assert silent.get("aria-hidden") == "true"
    assert (speaking.get("role"), speaking.get("aria-label")) == ("img", "Po terminie")


def test_a_form_carries_its_token_and_keeps_its_draft(show: Show) -> None:
    page = show('<c-form draft="report" action="/x">…</c-form>')

    form = find(page, "draft-keeper/once-form/form")[0]
    assert form.get("action") == "/x"
    assert find(form, "*[@name='csrfmiddlewaretoken']")


def test_texts_for_scripts_keep_their_placeholders_in_every_language(rf: RequestFactory) -> None:
    photos = template('<c-file :field="form.photos" />')
    for language, words in (("pl", "%s jest za duże"), ("en", "%s is too"), ("uk", "%s завел")):
        with translation.override(language):
            assert words in photos.render({"form": SampleForm()}, rf.get("/"))


def test_a_drawn_component_takes_what_a_template_would(show: Show) -> None:
    page = show(
        """{% for name in names %}<c-button href="/?a=1&amp;b={{ name }}" variant="tertiary"
        data-said="{{ name }}" hx-boost icon="check" :tabindex="rank">{{ name }}</c-button>
        {% endfor %}""",
        names=['<Ania> & "Ela"', "Ola"],
        rank=3,
    )
    first, second = find(page, "a")

    assert first.get("class") == "ds-button"
    assert first.get("href") == '/?a=1&b=<Ania> & "Ela"'
    assert (first.get("data-variant"), first.get("tabindex")) == ("tertiary", "3")
    assert first.get("data-said") == '<Ania> & "Ela"'
    assert "hx-boost" in first.attrib
    assert first.text_content().strip() == '<Ania> & "Ela"'
    assert second.text_content().strip() == "Ola"
    assert len(find(first, "svg")) == 1


def test_a_drawn_component_passes_on_what_its_component_was_given(show: Show) -> None:
    page = show(
        '<c-tag :state="state" size="sm" title="{{ words }}">{{ words }}</c-tag>'
        '<c-nav-item href="#" count="0">A</c-nav-item><c-nav-item href="#">B</c-nav-item>',
        state="waiting-for-reporter",
        words="a < b",
    )

    tag = find(page, "span")[0]
    assert (tag.get("data-color"), tag.get("data-size")) == ("warning", "sm")
    assert (tag.get("title"), tag.text_content()) == ("a < b", "a < b")
    assert [one.text_content() for one in find(page, "a")] == ["A0", "B"]


def test_the_gallery_shows_every_component() -> None:
    pages = "".join(path.read_text() for path in (COTTON.parent / "ui").glob("gallery*.html"))
    names = {path.stem.replace("_", "-") for path in COTTON.glob("[!_]*.html")} | set(DRAWN)

    assert {name for name in names if f"<c-{name}" not in pages} == set()


# pages with a great many rows, or that work without network, and what is still to be made of
# components: the list may only grow shorter
WRITTEN_OUT = frozenset(
    [
        "queue",
        "inbox",
        "_row",
    ]
)


def test_only_components_know_the_design_systems_classes() -> None:
    # allauth's elements are components too: its pages are put together from them
    pages = [
        path
        for path in COTTON.parents[2].glob("**/templates/**/*.html")
        if not {"cotton", "elements"} & set(path.parts)
    ]

    found = {path.stem for path in pages if 'class="ds-' in path.read_text()}

    assert found == WRITTEN_OUT


def _request() -> HttpRequest:
    return RequestFactory().get("/list?page=3")
