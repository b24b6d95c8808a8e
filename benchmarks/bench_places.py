"""Address search at 100 000 houses, beside rapidfuzz looking through all of their names.

python -m benchmarks.bench_places        everything happens in one transaction that is rolled back
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HOUSES, STREETS, SEARCHES = 100_000, 3_000, 400
SOUNDS = (
    "ba bo bra cha cze da do dwo gra ja ka ko kra li lo ma mo na no pa po pra ro sa sta szcze ta "
    "to tra wa wi wo wy za zie żo łą łę ść źd ó ń"
)
SYLLABLES = SOUNDS.split()
ENDINGS = ("ska", "owa", "na", "icka", "iego", "ich", "ów")
FIRST = ("Jana", "Marii", "Świętej", "Księdza", "Generała", "Adama", "Zofii", "Józefa", "", "", "")
PREFIXES = ("ul.", "ul.", "ul.", "ul.", "al.", "os.", "pl.")


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        dice = random.Random(2026)  # noqa: S311
        measure(fill(dice), dice)
        transaction.set_rollback(True)


def fill(dice: random.Random) -> list[str]:
    """Import a city; says how fast and in how much memory."""
    from kck.foundation import clock
    from kck.foundation.actor import PLATFORM
    from kck.places.commands import import_addresses
    from kck.places.models import Area, Landmark, Stop, Street

    for model in (Area, Landmark, Stop, Street):
        model.objects.all().delete()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "houses.csv"
        labels = write_city(path, dice)
        before, start = memory_mb(), time.perf_counter()
        import_addresses(path, at=clock.now(), by=PLATFORM)
        took = time.perf_counter() - start
    rate, grown = len(labels) / took, memory_mb() - before
    print(
        f"import: {len(labels)} houses, {rate:.0f} rows/s, {grown:.0f} MB more memory at the peak"
    )
    return labels


def write_city(path: Path, dice: random.Random) -> list[str]:
    streets = list({street_name(dice) for _ in range(STREETS)})
    labels = []
    with path.open("w", encoding="utf-8") as file:
        file.write("street;number;lat;lon\n")
        for n in range(HOUSES):
            street, number = streets[n % len(streets)], n // len(streets) + 1
            lat, lon = dice.uniform(50.0, 50.1), dice.uniform(19.8, 20.2)
            file.write(f"{street};{number};{lat:.6f};{lon:.6f}\n")
            labels.append(f"{street} {number}")
    return labels


def street_name(dice: random.Random) -> str:
    stem = "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) + dice.choice(ENDINGS)
    return " ".join(f"{dice.choice(PREFIXES)} {dice.choice(FIRST)} {stem.capitalize()}".split())


def measure(labels: Sequence[str], dice: random.Random) -> None:
    from rapidfuzz import fuzz, process

    from kck.foundation.text import fold
    from kck.places.queries import suggest

    folded = [fold(label) for label in labels]
    streets = sorted({label.rpartition(" ")[0] for label in folded})
    asked = {
        "as typed, growing": [typed(dice.choice(labels), dice) for _ in range(SEARCHES)],
        "whole, with a number": [fold(dice.choice(labels)) for _ in range(SEARCHES)],
        "with a typing error": [misspelt(dice.choice(labels), dice) for _ in range(SEARCHES)],
    }
    suggest("warm up")

    def all_labels(text: str) -> object:
        return process.extractOne(fold(text), folded, scorer=fuzz.WRatio)

    def all_streets(text: str) -> object:
        return process.extractOne(fold(text), streets, scorer=fuzz.WRatio)

    few = asked["with a typing error"][:40]
    base, base_streets = times(all_labels, few), times(all_streets, few)
    print(f"rapidfuzz.extractOne, all {len(folded)} names: p50 {at(base, 50):.1f} ms")
    print(f"rapidfuzz.extractOne, {len(streets)} street names: p50 {at(base_streets, 50):.1f} ms")
    for name, texts in asked.items():
        found = times(suggest, texts)
        print(
            f"suggest, {name}: p50 {at(found, 50):.1f} ms, p95 {at(found, 95):.1f} ms, "
            f"{at(found, 50) / at(base, 50):.3f} × rapidfuzz over all names"
        )
    print(f"found first: {share_found(labels, dice, suggest):.0%} of misspelt addresses")


def typed(label: str, dice: random.Random) -> str:
    name = label.partition(" ")[2]
    return name[: dice.randint(2, len(name))]


def misspelt(label: str, dice: random.Random) -> str:
    place = dice.randrange(4, max(5, len(label.rpartition(" ")[0]) - 1))
    return label[:place] + label[place + 1] + label[place] + label[place + 2 :]


def share_found(
    labels: Sequence[str], dice: random.Random, suggest: Callable[[str], Sequence[object]]
) -> float:
    chosen = dice.choices(labels, k=200)
    hits = [
        any(getattr(found, "label", "") == label for found in suggest(misspelt(label, dice))[:3])
        for label in chosen
    ]
    return sum(hits) / len(hits)


def times(search: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        search(text)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def at(ordered: Sequence[float], percentile: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percentile // 100)]


def memory_mb() -> float:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kck.config.settings")
    main()
