"""The colours of a frame from one accent: every text keeps its contrast, whatever colour it is."""

import re
from collections.abc import Iterable, Mapping

Colour = tuple[float, float, float]

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
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
    base = readable(accent, [WHITE, grounds["surface-tinted"]], BLACK, TEXT)
    text = readable(accent, grounds.values(), BLACK, TEXT)
    return {
        **grounds,
        "border-subtle": mix(accent, WHITE, 0.62),
        "border-default": readable(accent, [WHITE, grounds["background-tinted"]], BLACK, SHAPE),
        "border-strong": text,
        "text-subtle": text,
        "text-default": readable(accent, grounds.values(), BLACK, STRONG),
        "base-default": base,
        "base-hover": mix(base, BLACK, 0.2),
        "base-active": mix(base, BLACK, 0.4),
        "base-contrast-subtle": WHITE,
        "base-contrast-default": WHITE,
    }


def dark(accent: Colour) -> Mapping[str, Colour]:
    quiet = readable(accent, [BLACK], WHITE, 2)  # a black accent still tints something
    grounds = {
        "background-default": mix(quiet, BLACK, 0.88),
        "background-tinted": mix(quiet, BLACK, 0.84),
        "surface-default": mix(quiet, BLACK, 0.8),
        "surface-tinted": mix(quiet, BLACK, 0.78),
        "surface-hover": mix(quiet, BLACK, 0.75),
        "surface-active": mix(quiet, BLACK, 0.72),
    }
    base = readable(accent, [BLACK, grounds["surface-active"]], WHITE, TEXT)
    text = readable(accent, grounds.values(), WHITE, TEXT)
    return {
        **grounds,
        "border-subtle": mix(quiet, BLACK, 0.55),
        "border-default": readable(accent, grounds.values(), WHITE, SHAPE),
        "border-strong": text,
        "text-subtle": text,
        "text-default": readable(accent, grounds.values(), WHITE, STRONG),
        "base-default": base,
        "base-hover": mix(base, WHITE, 0.2),
        "base-active": mix(base, WHITE, 0.4),
        "base-contrast-subtle": BLACK,
        "base-contrast-default": BLACK,
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
