"""What a telephone shows on its home screen, drawn by the build from the one drawing there is."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from kck.ui.app_icons import manifest_icons

ROOT = Path(settings.BASE_DIR)
DRAWING = ROOT / "src" / "kck" / "ui" / "static" / "ui" / "icon.svg"
BLUE, WHITE = (20, 86, 168), (255, 255, 255)
node = shutil.which("node")


def draw(drawing: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    argv = [str(node), str(ROOT / "frontend" / "icons.mjs"), str(drawing), str(folder)]
    return subprocess.run(argv, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    if node is None:
        pytest.skip("Node is not here")
    folder = tmp_path_factory.mktemp("icons")
    done = draw(DRAWING, folder)
    assert done.returncode == 0, done.stderr
    return {path.name: Image.open(path) for path in folder.iterdir()}


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place of the drawing, which is 32 wide."""
    side = image.width / 32
    return image.convert("RGBA").getpixel((int(x * side), int(y * side)))  # type: ignore[return-value]


def test_they_have_the_sizes_that_telephones_ask_for(icons):
    assert {name: image.size for name, image in icons.items()} == {
        "icon-192.png": (192, 192),
        "icon-512.png": (512, 512),
        "icon-maskable-512.png": (512, 512),
        "apple-touch-icon.png": (180, 180),
    }


@pytest.mark.parametrize("name", ["icon-192.png", "icon-512.png"])
def test_the_drawing_is_there_on_a_rounded_ground(icons, name):
    image = icons[name]

    assert at(image, 0, 0)[3] == 0
    assert at(image, 16, 1) == (*BLUE, 255)
    for x, y in ((7, 20), (16, 25), (25, 20), (13, 22), (16, 5)):
        assert at(image, x, y) == (*WHITE, 255), (x, y)
    assert at(image, 16, 14) == (*BLUE, 255)


@pytest.mark.parametrize("name", ["icon-maskable-512.png", "apple-touch-icon.png"])
def test_what_a_telephone_cuts_itself_is_full_to_the_edge_and_keeps_the_mark_inside(icons, name):
    image = icons[name].convert("RGBA")

    assert image.getextrema()[3] == (255, 255)
    assert {at(image, x, y) for x in (0, 31) for y in (0, 31)} == {(*BLUE, 255)}
    middle, safe = image.width / 2, image.width * 0.4
    white = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if image.getpixel((x, y)) == (*WHITE, 255)
    ]
    assert white
    if "maskable" in name:
        assert max(((x - middle) ** 2 + (y - middle) ** 2) ** 0.5 for x, y in white) <= safe


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg></svg>",
        DRAWING.read_text().replace("M7 25V12", "M7 25Q1 2 3 4V12"),
        DRAWING.read_text().replace("#1456a8", "var(--blue)"),
    ],
    ids=["empty", "a curve", "a variable"],
)
def test_a_drawing_that_it_cannot_read_stops_the_build_with_a_sentence(tmp_path, drawing):
    if node is None:
        pytest.skip("Node is not here")
    source = tmp_path / "icon.svg"
    source.write_text(drawing)

    done = draw(source, tmp_path / "out")

    assert done.returncode != 0
    assert "icon.svg:" in done.stderr


@pytest.mark.django_db
def test_the_portal_says_what_it_is_on_a_home_screen():
    client = Client()

    page = client.get("/").content.decode()
    answer = client.get("/app.webmanifest")

    assert 'rel="manifest" href="/app.webmanifest"' in page
    assert 'rel="apple-touch-icon"' in page
    said = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["scope"]) == ("/", "/")
    assert said["icons"] == manifest_icons()
    assert {one["purpose"] for one in said["icons"][:3]} == {"any", "maskable"}
    assert [one["url"] for one in said["shortcuts"]] == ["/report/", "/find/"]
