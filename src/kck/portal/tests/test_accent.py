import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.portal.accent import (
    OUR_DARK,
    OUR_LIGHT,
    accent_of,
    contrast,
    dark,
    light,
    parsed,
    written,
)

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: tuple(map(float, c)))


@given(colours, st.sampled_from([light, dark]))
def test_every_accent_can_be_read(colour, scale):
    tokens = scale(colour)

    for ground in ("background-default", "background-tinted", "surface-tinted", "surface-active"):
        for text in ("text-subtle", "text-default"):
            assert contrast(tokens[text], tokens[ground]) >= 4.5
        assert contrast(tokens["border-strong"], tokens[ground]) >= 3
    for ours in OUR_LIGHT if scale is light else OUR_DARK:
        assert contrast(tokens["text-subtle"], ours) >= 4.5
        assert contrast(tokens["base-default"], ours) >= 3
    for base in ("base-default", "base-hover", "base-active"):
        assert contrast(tokens["base-contrast-default"], tokens[base]) >= 4.5
        assert contrast(tokens["base-contrast-subtle"], tokens[base]) >= 4.5


def test_a_colour_that_can_be_read_already_stays_as_it_is():
    assert written(light(parsed("#1456a8"))["base-default"]) == "#1456a8"


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#0B6E4F", "#0b6e4f"),
        ("0b6e4f", "#0b6e4f"),
        ("#abc", "#aabbcc"),
        ("red", ""),
        ("#12345", ""),
        ("#fff;}", ""),
        ("", ""),
    ],
)
def test_only_hexadecimal_colours_are_taken(typed: str, colour: str):
    assert accent_of(typed) == colour
