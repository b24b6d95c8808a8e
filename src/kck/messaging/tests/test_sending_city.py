"""`sending.toml`: what is usual, what a city sets, and what it is told of mistakes."""

from pathlib import Path

import pytest

from kck.directory.loading.problems import Problems
from kck.messaging import sending_city
from kck.messaging.sending_rules import current_rules
from kck.messaging.terms import SendingRules

pytestmark = pytest.mark.django_db
FILE = """[[sending]]
quiet_from = "22:00"
quiet_to = "07:00"
quiet_channels = ["sms"]
most_promotions = 1
promotion_days = 14
ways = ["email", "sms"]

[sending.domains]
"poczta.example" = 600
"""


def a_folder(path: Path, text: str) -> Path:
    (path / sending_city.FILE).write_text(text)
    return path


def test_a_city_sets_its_rules_and_gets_the_same_file_back(tmp_path):
    folder = a_folder(tmp_path, FILE)
    problems = Problems()

    assert sending_city.check(folder, problems) == ["~ sending rules"]
    sending_city.load(folder)

    rules = current_rules()
    assert (rules.quiet_from, rules.most_promotions) == ("22:00", 1)
    assert rules.domains == {"poczta.example": 600}
    assert sending_city.check(folder, Problems()) == []
    assert sending_city.written(None) == sending_city.written(folder) == FILE


def test_without_a_file_all_is_as_usual(tmp_path):
    assert sending_city.check(tmp_path, Problems()) == []
    sending_city.load(tmp_path)

    assert current_rules() == SendingRules()
    assert sending_city.written(None) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        'quiet_from = "at night"',
        "most_promotions = -1",
        "promotion_days = 0",
        'ways = ["pigeon"]',
        "unknown = 1",
        'domains = { "a.example" = "many" }',
    ],
)
def test_mistakes_are_told_and_nothing_is_set(tmp_path, wrong):
    folder = a_folder(tmp_path, f"[[sending]]\n{wrong}\n")
    problems = Problems()
    sending_city.check(folder, problems)
    sending_city.load(folder)

    assert problems.found
    assert current_rules() == SendingRules()
