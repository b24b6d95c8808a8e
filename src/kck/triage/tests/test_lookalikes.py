"""The city's own list: texts that only sound like danger, and dangers that sound like them.

A look-alike takes a finding back, so each one here has its neighbour that must still be heard.
"""

from datetime import UTC, datetime

import pytest

from kck.triage.queries import triage

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def danger_in(text: str) -> str:
    found = triage(text, channel="web", at=AT).danger
    return found.code if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "ślisko jak na lodzie, rozlany olej pod wiaduktem",
        "rozlany olej, ludzie chodzą jak na lodzie",
        "Dzieci ślizgają się jak na lodzie, ktoś rozlał olej przed szkołą",
        "ludzie przewracają się na lodzie na przystanku",
        "ulica tonie po każdym deszczu",
        "osiedle tonie w reklamach",
        "pali się kontrolka w parkomacie",
        "dym z papierosów wchodzi do mieszkania",
        "wrak stoi i wygląda jak po wybuchu bomby",
        "autobus dusi się w korkach",
        "gołębie biją się pod oknem o chleb",
        "w tramwaju strzelają drzwi",
        "w parku zamarza fontanna",
        "na chodniku woda zamarzła",
        "slippery as ice, oil was spilled under the bridge and children on bikes fall",
        "our street is drowning in leaves",
        "this crossing is suicide for cyclists",
        "pigeons fighting for food under my window",
        "rubbish everywhere, it looks like a bomb went off",
        "на дорозі олія, люди ковзають як на льоду",
        "двір тоне в бур'яні",
        "лампочка горить у під'їзді цілий день",
        "голуби б'ються під вікном",
        "перехід це самогубство для пішоходів",
    ],
)
def test_what_only_sounds_like_danger_raises_none(text: str) -> None:
    assert danger_in(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dzieci chodzą po lodzie jak gdyby nigdy nic, staw na Bagrach", "water-or-ice"),
        ("dzieci bawią się na lodzie, jak pęknie to koniec", "water-or-ice"),
        ("po deszczu rzeka wezbrała i ktoś tonie", "water-or-ice"),
        ("pali się altana, dym wchodzi do mieszkania", "fire"),
        ("leży coś jak bomba", "explosives"),
        ("mężczyzna przygnieciony drzewem dusi się", "injured-person"),
        ("dwaj mężczyźni biją się pod oknem", "crime-now"),
        ("człowiek zamarza na chodniku", "freezing-person"),
        ("ktoś zamarza na ulicy", "freezing-person"),
        ("a cyclist wants to commit suicide", "suicidal"),
        ("children on the ice, it is slippery and cracking", "water-or-ice"),
        ("людина замерзає на тротуарі", "freezing-person"),
        ("діти на льоду озера, лід тріщить", "water-or-ice"),
    ],
)
def test_the_danger_beside_it_is_heard(text: str, code: str) -> None:
    assert danger_in(text) == code
