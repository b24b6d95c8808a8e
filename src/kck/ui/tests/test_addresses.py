import pytest
from django.template import engines
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix

from kck.ui.addresses import address


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("desk:queue", ()),
        ("desk:case", ("260045127",)),
        ("desk:act", ("260045127", "redact_text")),
        ("desk:act", ("260045127", "260045127")),
        ("desk:task", (260045127, 7, "done")),
        ("desk:export", ("xlsx",)),
        ("desk:case", ("zażółć {0} 100%",)),
        ("desk:photo", ("3f2c1f0e-8f4b-4b53-9d4a-2f8f3f0b1c11", "320")),
    ],
)
def test_an_address_is_what_django_says(name, args):
    for _again in range(2):
        assert address(name, *args) == reverse(name, args=args)


def test_a_route_that_takes_no_such_argument_is_refused_as_by_django():
    assert address("desk:task", "260045127", 7, "done")

    for args in [("260045127", "seven", "done"), ("260045127",), ("", 7, "done")]:
        with pytest.raises(NoReverseMatch):
            address("desk:task", *args)


def test_a_site_that_moves_is_found_where_it_is():
    at_root = address("desk:case", "260045127")
    set_script_prefix("/city/")
    try:
        assert address("desk:case", "260045127") == f"/city{at_root}"
    finally:
        set_script_prefix("/")


@override_settings(ROOT_URLCONF="kck.desk.side_urls")
def test_another_map_of_addresses_has_its_own():
    with pytest.raises(NoReverseMatch):
        address("desk:case", "260045127")


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


def test_the_tag_writes_it_escapes_it_and_keeps_it():
    assert rendered("{% url 'desk:case' n %}", n="260045127") == "/desk/case/260045127/"
    assert rendered("{% url 'desk:case' n as it %}[{{ it }}]", n=7) == "[/desk/case/7/]"
    assert rendered("{% url 'desk:export' form='csv' %}") == reverse("desk:export", args=["csv"])
    assert rendered("{% url 'desk:case' n %}", n="a'b&c") == "/desk/case/a&#x27;b&amp;c/"


def test_what_leads_nowhere_is_an_error_unless_it_is_kept():
    assert rendered("{% url 'desk:nowhere' as it %}[{{ it }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'desk:nowhere' %}")
