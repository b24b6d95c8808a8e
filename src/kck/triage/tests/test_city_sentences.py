"""What the city ships for triage to learn from, and to be judged by."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

CITY = Path(__file__).parents[4] / "cities" / "krakow"
# what is judged by may not change, or figures of different days could not be compared
EVALUATION = "a15fede7d7547e9333985f4832491d1eeabc0912d6dc2612739380bc9dcd50f4"
AT_LEAST = {"pl": 25, "en": 8, "uk": 8}


def rows(name: str) -> list[dict[str, str]]:
    with (CITY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sentences() -> list[dict[str, str]]:
    files = sorted((CITY / "triage" / "examples").glob("*.csv"))
    return [row for file in files for row in rows(str(file.relative_to(CITY)))]


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def test_every_category_has_sentences_in_each_language_and_none_twice():
    known = {row["code"] for row in rows("categories.csv")}
    found = sentences()
    counts = Counter((row["category"], row["language"]) for row in found)

    assert {row["category"] for row in found} == known
    for language, least in AT_LEAST.items():
        assert [code for code in known if counts[code, language] < least] == []
    assert len({plain(row["text"]) for row in found}) == len(found)


@pytest.mark.parametrize("name", ["evaluation", "tuning"])
def test_what_triage_is_judged_by_names_known_categories_and_is_no_example(name: str):
    known = {row["code"] for row in rows("categories.csv")}
    examples = {plain(row["text"]) for row in sentences()}

    for row in rows(f"triage/{name}.csv"):
        codes = row["category"].split(";")
        assert set(codes) <= known, row["id"]
        assert set(filter(None, row["also_ok"].split("|"))) <= known, row["id"]
        assert len(codes) == int(row["matters"]), row["id"]
        assert plain(row["text"]) not in examples, row["id"]


def test_the_evaluation_set_is_frozen():
    content = (CITY / "triage" / "evaluation.csv").read_bytes()

    assert hashlib.sha256(content).hexdigest() == EVALUATION
