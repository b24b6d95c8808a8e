"""Places in sentences, by the registers that the shipped city has."""

import csv
import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kck.foundation.actor import PLATFORM
from kck.places import commands, versions
from kck.places.naming import names
from kck.places.rules import split_name
from kck.places.terms import PlaceName
from kck.triage import language as languages
from kck.triage.place.index import PlaceIndex
from kck.triage.place.known import places_in
from kck.triage.place.offering import offered
from kck.triage.place.same import same_place
from kck.triage.queries import triage
from kck.triage.terms import PlaceFound
from kck.triage.words import words_of

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
TUNING = ROOT / "cities" / "krakow" / "triage" / "tuning.csv"
GEO = Path(os.environ.get("KCK_SHARED", ROOT.parent / "shared")) / "data" / "geo"
AT = datetime(2026, 2, 2, 8, tzinfo=UTC)
# of all with a place, the right one first; of all without, some place nevertheless
FOUND_FIRST, FOUND_WRONGLY = 0.95, 0.03

pytestmark = pytest.mark.django_db


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(text: str) -> tuple[PlaceFound, ...]:
    words = words_of(text)
    return places_in(text, words, languages.detect(text, words))


def right(text: str, place: str) -> bool:
    found = places(text)
    return same_place(place, found[0].label) if place and found else not place and not found


def test_the_place_comes_first_in_each_language_and_is_seldom_invented():
    told = defaultdict(list)
    for row in rows(TUNING):
        told[row["lang"] if row["place"] else "none"].append(right(row["text"], row["place"]))

    shares = {kind: sum(all_of) / len(all_of) for kind, all_of in told.items()}
    assert set(shares) == {"pl", "en", "uk", "none"}
    assert shares.pop("none") >= 1 - FOUND_WRONGLY
    assert min(shares.values()) >= FOUND_FIRST, shares


def test_sentences_of_our_own_with_and_without_a_place():
    told = rows(HERE / "places.csv")
    wrong = [row["text"] for row in told if not right(row["text"], row["place"])]

    assert len(wrong) <= len(told) * 0.03, wrong


def test_a_new_street_is_known_as_soon_as_it_is_imported(tmp_path):
    before = places("na ulicy Wymarzonej leży drzewo")
    (tmp_path / "names.txt").write_text("ul. Wymarzona\n", encoding="utf-8")

    commands.import_streets(tmp_path / "names.txt", at=AT, by=PLATFORM)

    after = places("na ulicy Wymarzonej leży drzewo")
    assert before[0].register_id is None
    assert (after[0].base, after[0].register_id is not None) == ("ul. Wymarzona", True)
    versions.look_again()


def test_the_names_are_the_same_object_until_a_register_changes():
    assert names() is names()


def test_triage_tells_the_place_and_a_form_may_offer_it():
    seen = triage("Na Długiej 12 wystaje szyna.", channel="web", at=AT)
    nowhere = triage("Długa kolejka w urzędzie.", channel="web", at=AT)

    offer = offered(seen.matters)
    assert offer is not None
    assert offer.address == "ul. Długa 12"
    assert offer.lat is not None
    assert offered(nowhere.matters) is None


def test_a_district_alone_is_not_offered_as_a_place():
    seen = triage("Smog w Nowej Hucie nas dusi.", channel="web", at=AT)

    assert [one.kind for one in seen.matters[0].place_candidates] == ["district"]
    assert offered(seen.matters) is None


@pytest.mark.skipif(not GEO.is_dir(), reason=f"real registers are not at hand ({GEO})")
def test_every_street_of_a_large_city_is_found_by_its_name_behind_a_marker():
    lines = (GEO / "krakow_street_names.txt").read_text(encoding="utf-8").split("\n")
    streets = [split_name(line) for line in lines if line.strip()]
    known = [
        PlaceName(kind="street", id=n, base=f"{kind} {name}".strip(), name=name, prefix=kind)
        for n, (kind, name) in enumerate(streets)
    ]
    index = PlaceIndex(known)

    lost = [one.base for one in known if not _is_known(index, one)]

    assert lost == []


def _is_known(index: PlaceIndex, name: PlaceName) -> bool:
    plain = [word.plain for word in words_of(name.name)]
    senses, count = index.at(plain, 0)
    same = any(same_place(sense.name.base, name.base) for sense in senses)
    return same and count == len(plain)
