"""Photos drawn by code: a pothole, a lamp, a tree, a bin, a wall, water. No camera, nobody."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 720
_ASPHALT, _GRASS, _SKY = (96, 98, 102), (98, 128, 76), (168, 184, 198)
Pen = ImageDraw.ImageDraw


def _ground(pen: Pen, chance: Random, colour: tuple[int, int, int]) -> None:
    horizon = HEIGHT * 2 // 5
    pen.rectangle((0, 0, WIDTH, horizon), fill=_SKY)
    for left in range(0, WIDTH, 120):
        top = horizon - chance.randint(60, 220)
        shade = chance.randint(120, 180)
        pen.rectangle((left, top, left + 110, horizon), fill=(shade, shade - 12, shade - 24))
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=colour)
    for _ in range(900):
        x, y = chance.randint(0, WIDTH), chance.randint(horizon, HEIGHT)
        grain = chance.randint(-14, 14)
        pen.point((x, y), fill=tuple(max(0, part + grain) for part in colour))


def _hole(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, _ASPHALT)
    x, y = chance.randint(300, 600), chance.randint(430, 560)
    for step in range(9):
        width, height = 170 - step * 14, 74 - step * 6
        shade = 74 - step * 5
        pen.ellipse((x - width, y - height, x + width, y + height), fill=(shade, shade, shade + 3))
    pen.ellipse((x - 40, y - 12, x + 60, y + 22), fill=(70, 84, 98))


def _lamp(pen: Pen, chance: Random) -> None:
    _street_at_night(pen, out=470)


def _street_at_night(pen: Pen, *, out: int = 0) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(22, 26, 38))
    pen.rectangle((0, 560, WIDTH, HEIGHT), fill=(40, 42, 48))
    for x in (180, 470, 760):
        lit = x != out
        pen.rectangle((x - 5, 160, x + 5, 570), fill=(70, 74, 80))
        pen.ellipse((x - 24, 140, x + 24, 176), fill=(250, 226, 150) if lit else (60, 62, 66))
        if lit:
            pen.polygon([(x, 170), (x - 130, 570), (x + 130, 570)], fill=(92, 86, 62))


def _tree(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, _GRASS)
    pen.line((140, 620, 830, 430), fill=(86, 62, 42), width=52)
    for _ in range(14):
        x, y = chance.randint(480, 860), chance.randint(330, 520)
        pen.ellipse((x - 70, y - 46, x + 70, y + 46), fill=(58, chance.randint(86, 120), 48))
    pen.ellipse((90, 570, 190, 680), fill=(70, 50, 36))


def _bin(pen: Pen, chance: Random) -> None:
    _clean_bin(pen, chance)
    for _ in range(26):
        x, y = chance.randint(300, 660), chance.choice([chance.randint(270, 350), 650])
        colour = chance.choice([(240, 240, 236), (210, 60, 50), (60, 110, 180), (230, 190, 60)])
        pen.rectangle((x, y, x + chance.randint(20, 60), y + chance.randint(14, 40)), fill=colour)


def _clean_bin(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, (150, 146, 138))
    pen.rounded_rectangle((380, 330, 580, 640), 18, fill=(54, 74, 62))


def _clean_wall(pen: Pen, _chance: Random) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(186, 160, 138))
    for top in range(0, HEIGHT, 36):
        pen.line((0, top, WIDTH, top), fill=(164, 138, 118), width=3)


def _wall(pen: Pen, chance: Random) -> None:
    _clean_wall(pen, chance)
    points = [(chance.randint(120, 840), chance.randint(180, 560)) for _ in range(12)]
    pen.line(points, fill=(40, 60, 150), width=18, joint="curve")
    pen.line([(x + 12, y + 8) for x, y in points], fill=(190, 40, 60), width=8, joint="curve")


def _water(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, _ASPHALT)
    for _ in range(7):
        x, y = chance.randint(120, 840), chance.randint(440, 660)
        width = chance.randint(90, 260)
        pen.ellipse((x - width, y - 34, x + width, y + 34), fill=(112, 134, 156))


def _pavement(pen: Pen, chance: Random) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(148, 148, 146))
    for left in range(-40, WIDTH, 120):
        for top in range(0, HEIGHT, 120):
            tilt = chance.randint(-10, 10)
            shade = 148 + chance.randint(-16, 10)
            pen.polygon(
                [(left + 6, top + 6 + tilt), (left + 114, top + 6), (left + 114, top + 112),
                 (left + 6, top + 112 - tilt)],
                fill=(shade, shade, shade - 3),
            )  # fmt: skip


def _mended(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, _ASPHALT)
    pen.polygon([(300, 450), (650, 440), (700, 580), (270, 590)], fill=(58, 59, 62))
    for x in (250, 720):
        pen.polygon([(x, 620), (x + 34, 620), (x + 17, 530)], fill=(232, 110, 40))
        pen.rectangle((x + 8, 570, x + 26, 582), fill=(245, 245, 245))


def _all_lamps(pen: Pen, _chance: Random) -> None:
    _street_at_night(pen)


def _tidy_lawn(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, _GRASS)
    for x in (200, 700):
        pen.rectangle((x - 14, 320, x + 14, 600), fill=(86, 62, 42))
        pen.ellipse((x - 110, 170, x + 110, 380), fill=(58, 104, 48))
    pen.ellipse((420, 560, 500, 590), fill=(120, 92, 62))


def _even_pavement(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, (150, 150, 146))
    for left in range(0, WIDTH, 120):
        for top in range(HEIGHT * 2 // 5, HEIGHT, 120):
            pen.rectangle((left + 4, top + 4, left + 116, top + 116), fill=(162, 162, 158))


def _dry_street(pen: Pen, chance: Random) -> None:
    _ground(pen, chance, _ASPHALT)
    pen.rounded_rectangle((400, 520, 560, 600), 8, fill=(58, 60, 64))
    for x in range(420, 550, 24):
        pen.rectangle((x, 532, x + 10, 588), fill=(24, 25, 28))


_DRAWINGS: dict[str, Callable[[Pen, Random], None]] = {
    "hole": _hole,
    "lamp": _lamp,
    "tree": _tree,
    "bin": _bin,
    "wall": _wall,
    "water": _water,
    "pavement": _pavement,
    "mended": _mended,
    "mended-lamp": _all_lamps,
    "mended-tree": _tidy_lawn,
    "mended-bin": _clean_bin,
    "mended-wall": _clean_wall,
    "mended-pavement": _even_pavement,
    "mended-water": _dry_street,
}
_BY_CATEGORY = (
    ("lighting-", "lamp"),
    ("greenery-", "tree"),
    ("waste-", "bin"),
    ("appearance-", "wall"),
    ("water-", "water"),
    ("roads-standing", "water"),
    ("roads-pavement", "pavement"),
    ("winter-", "pavement"),
    ("roads-", "hole"),
    ("recreation-", "pavement"),
    ("buildings-", "wall"),
)


def subject_for(category: str) -> str:
    """What a photo of this category shows; empty where there is nothing to see."""
    return next((subject for start, subject in _BY_CATEGORY if category.startswith(start)), "")


def mended_for(category: str) -> str:
    """What a photo shows when the work of this category is done."""
    mended = f"mended-{subject_for(category)}"
    return mended if mended in _DRAWINGS else "mended"


@cache
def photo(subject: str, variant: int) -> bytes:
    """The same picture for the same subject and variant, as a JPEG."""
    chance = Random(f"{subject}{variant}")  # noqa: S311 - a picture, not a secret
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    _DRAWINGS[subject](ImageDraw.Draw(picture), chance)
    softened = picture.filter(ImageFilter.GaussianBlur(1.2))
    data = BytesIO()
    softened.save(data, "JPEG", quality=82)
    return data.getvalue()
