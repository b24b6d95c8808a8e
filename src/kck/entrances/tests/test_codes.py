import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.entrances.rules import (
    LENGTH,
    LETTERS,
    WrongCode,
    WrongSite,
    display_code,
    make_code,
    may_frame,
    meant_code,
    parse_code,
    parse_origin,
)

codes = st.randoms(use_true_random=False).map(lambda draw: make_code(draw.randrange))


@given(codes)
def test_a_code_is_read_however_it_was_typed(code: str):
    assert len(code) == LENGTH
    assert parse_code(f" {display_code(code).lower()} ") == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_found_and_put_right(code: str, place: int, letter: str):
    typed = code[:place] + letter + code[place + 1 :]

    if typed == code:
        assert parse_code(typed) == code
    else:
        with pytest.raises(WrongCode):
            parse_code(typed)
        assert meant_code(typed) == code


@given(codes, st.integers(0, LENGTH - 2))
def test_two_letters_that_changed_places_are_found(code: str, place: int):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if swapped != code:
        with pytest.raises(WrongCode):
            parse_code(swapped)


@pytest.mark.parametrize(
    "typed", ["", "ACD", "ACDEFGHJ", "1234567", "ŻÓŁWIEK", "'; DROP", "\x00" * 7]
)
def test_what_is_no_code_is_refused_in_words(typed: str):
    with pytest.raises(WrongCode, match="siedem liter"):
        parse_code(typed)
    assert meant_code(typed) == ""


def test_codes_do_not_follow_one_another():
    made = {make_code(secrets.randbelow)[:3] for _one in range(50)}

    assert len(made) > 40


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.krakow.pl", "https://www.krakow.pl"),
        ("www.krakow.pl/zgloszenia?x=1", "https://www.krakow.pl"),
        ("HTTPS://Krakow.PL:443/", "https://krakow.pl"),
        ("https://*.krakow.pl", "https://*.krakow.pl"),
        ("https://żółw.pl", "https://xn--w-uga1v8h.pl"),
        ("http://localhost:8100", "http://localhost:8100"),
    ],
)
def test_the_origin_of_an_address_is_kept(typed: str, origin: str):
    assert parse_origin(typed, insecure=True) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "*",
        "https://*",
        "https://*.pl",
        "javascript:alert(1)",
        "https://a b.pl",
        "https://krakow.pl; script-src *",
        "https://user:password@krakow.pl",
        "https://krakow.pl:99999",
        "ftp://krakow.pl",
        "https://'self'",
    ],
)
def test_what_could_let_everybody_in_is_refused(typed: str):
    with pytest.raises(WrongSite):
        parse_origin(typed, insecure=True)


def test_where_https_is_asked_for_a_page_without_it_is_refused():
    with pytest.raises(WrongSite, match="https"):
        parse_origin("http://krakow.pl", insecure=False)


def test_a_star_stands_for_subdomains_only():
    sites = ("https://*.krakow.pl",)

    assert may_frame("https://bip.krakow.pl", sites)
    assert not may_frame("https://krakow.pl", sites)
    assert not may_frame("https://evilkrakow.pl", sites)
    assert not may_frame("http://bip.krakow.pl", sites)
