"""What a page makes its reader fetch before it works; the map comes later, by itself."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

BUILT = settings.BASE_DIR / "frontend" / "dist" / "static"
# telephones in the field and at a bus stop: a second of a slow network
LIMIT = 120_000
# fetched by a worker or by the first map that comes into sight, never by a page itself
LATER = {"ui/map-worker.js"}
# `import("…")` is fetched when it is needed and is not counted
_IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*"(\.[^"]+\.js)\"""")

pytestmark = pytest.mark.skipif(
    not BUILT.exists(), reason="the front end is not built: npm run build"
)


def entries() -> list[Path]:
    found = sorted(BUILT.glob("*/*.js"))
    outside = [one for one in found if "chunks" not in one.parts]
    return [one for one in outside if str(one.relative_to(BUILT)) not in LATER]


def loaded(script: Path, seen: set[Path]) -> Iterator[Path]:
    """The script and all that it imports, each once."""
    if (script := script.resolve()) in seen:
        return
    seen.add(script)
    yield script
    for address in _IMPORTED.findall(script.read_text()):
        yield from loaded(script.parent / address, seen)


def weight(script: Path) -> int:
    return sum(len(gzip.compress(one.read_bytes())) for one in loaded(script, set()))


def test_no_page_loads_more_script_than_a_slow_telephone_bears() -> None:
    weights = {str(one.relative_to(BUILT)): weight(one) for one in entries()}

    assert {"desk/main.js", "field/main.js", "backoffice/main.js"} <= weights.keys()
    # a bundle of chunks that are not found would weigh nothing
    assert weights["desk/main.js"] > 30_000
    assert {name: size for name, size in weights.items() if size > LIMIT} == {}


def test_the_map_is_not_part_of_any_page() -> None:
    maps = set(BUILT.glob("chunks/map-canvas-*.js"))

    assert maps
    for entry in entries():
        assert maps.isdisjoint(loaded(entry, set())), entry
