"""The colours of a frame from one accent: every text keeps its contrast, whatever colour it is."""

import re
from collections.abc import Iterable, Mapping

Colour = tuple[float, float, float]

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
# our neutral surfaces, the quietest first: those that links and buttons stand on
OUR_LIGHT: tuple[Colour, ...] = (WHITE, (231, 233, 234))
OUR_DARK: tuple[Colour, ...] = ((20, 24, 28), (34, 41, 48), (48, 54, 61))
TEXT, STRONG, SHAPE = 4.5, 7.0, 3.0  # WCAG 2.2: 1.4.3, 1.4.6, 1.4.11
_STEPS = 50


def accent_of(text: str) -> str:
    """`#rrggbb` of what somebody wrote; empty when it is no colour."""
    found = _HEX.fullmatch(text.strip())
    if not found:
        return ""
    digits = found[1].lower()
    return "#" + ("".join(one * 2 for one in digits) if len(digits) == 3 else digits)


def parsed(text: str) -> Colour:
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def written(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return (round(red), round(green), round(blue))


def luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: Colour, on: Iterable[Colour], towards: Colour, least: float) -> Colour:
    """The colour, moved only as far towards black or white as the contrast needs."""
    grounds = list(on)
    for step in range(_STEPS + 1):
        moved = mix(colour, towards, step / _STEPS)
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return towards


def light(accent: Colour) -> Mapping[str, Colour]:
    grounds = {
        "background-default": WHITE,
        "background-tinted": mix(accent, WHITE, 0.95),
        "surface-default": WHITE,
        "surface-tinted": mix(accent, WHITE, 0.9),
        "surface-hover": mix(accent, WHITE, 0.83),
        "surface-active": mix(accent, WHITE, 0.76),
    }
    return _scale(accent, grounds, OUR_LIGHT, ink=BLACK, paper=WHITE)


def dark(accent: Colour) -> Mapping[str, Colour]:
    grounds = {
        "background-default": mix(OUR_DARK[0], accent, 0.06),
        "background-tinted": mix(OUR_DARK[0], accent, 0.1),
        "surface-default": mix(OUR_DARK[1], accent, 0.06),
        "surface-tinted": mix(OUR_DARK[1], accent, 0.1),
        "surface-hover": mix(OUR_DARK[1], accent, 0.14),
        "surface-active": mix(OUR_DARK[1], accent, 0.18),
    }
    return _scale(accent, grounds, OUR_DARK, ink=WHITE, paper=BLACK)


def _scale(
    accent: Colour,
    grounds: Mapping[str, Colour],
    ours: tuple[Colour, ...],
    *,
    ink: Colour,
    paper: Colour,
) -> Mapping[str, Colour]:
    """Ink is what words tend to; they stand on our neutral surfaces, too."""
    under = [*grounds.values(), *ours]
    base = readable(accent, [paper, *ours], ink, TEXT)
    text = readable(accent, under, ink, TEXT)
    return {
        **grounds,
        "border-subtle": mix(accent, ours[-1], 0.62),
        "border-default": readable(accent, under, ink, SHAPE),
        "border-strong": text,
        "text-subtle": text,
        "text-default": readable(accent, under, ink, STRONG),
        "base-default": base,
        "base-hover": mix(base, ink, 0.2),
        "base-active": mix(base, ink, 0.4),
        "base-contrast-subtle": paper,
        "base-contrast-default": paper,
    }


def colours(accent: str) -> str:
    """The stylesheet that puts this accent in the place of ours."""
    bright, dim = _tokens(light(parsed(accent))), _tokens(dark(parsed(accent)))
    return (
        f':root,[data-color-scheme="light"]{{{bright}}}[data-color-scheme="dark"]{{{dim}}}'
        f'@media (prefers-color-scheme:dark){{[data-color-scheme="auto"]{{{dim}}}}}'
    )


def _tokens(scale: Mapping[str, Colour]) -> str:
    return "".join(f"--ds-color-accent-{name}:{written(value)};" for name, value in scale.items())
