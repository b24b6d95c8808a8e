from datetime import date

from kck.directory.explanations import rules_explained
from kck.directory.snapshot import Snapshot


def test_how_we_work_tells_every_rule_in_words(wzorowo: Snapshot) -> None:
    pavement, ice, district, _gas = rules_explained(wzorowo)

    assert (pavement.unit_code, pavement.unit) == ("GREEN", "Zarząd Zieleni")
    assert pavement.categories == ("Uszkodzony chodnik",)
    assert pavement.because == "chodnik w terenie zieleni"
    assert pavement.conditions == ("teren: park lub teren zieleni",)
    assert ice.conditions == ("od 1.11 do 31.03", "w godzinach 22:00–05:00")
    assert len(district.categories) == 4
    assert "pilność: P1 (natychmiast), P3 (zwykłe)" in district.conditions


def test_a_rule_of_the_future_is_not_told_yet(wzorowo: Snapshot) -> None:
    codes = [rule.code for rule in rules_explained(wzorowo.at(date(2025, 5, 1)))]

    assert codes == ["pavement-in-greenery", "district-two", "gas-company-land"]
