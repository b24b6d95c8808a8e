import pytest
from tests.builders import a_case

from kck.cases.queries.masking import masker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ten zielony. Anna Kowalska", "Ten zielony. ▒▒▒ ▒▒▒"),
        ("Pytajcie Annę Kowalską z parteru", "Pytajcie ▒▒▒ ▒▒▒ z parteru"),
        ("Proszę zadzwonić do Anny, 600 700 800", "Proszę zadzwonić do ▒▒▒, ▒▒▒"),
        ("Stoi tam warsztat i kowalskie narzędzia", "Stoi tam warsztat i kowalskie narzędzia"),
        ("Nic o nikim.", "Nic o nikim."),
    ],
)
def test_the_reporters_own_name_is_masked_however_it_stands(text, left):
    case = a_case(name="anna kowalska", email="a@poczta.example")

    assert masker(case.person_id)(text) == left


def test_without_a_person_what_looks_personal_is_masked_still():
    assert masker(None)("Mój numer to 600 700 800.") == "Mój numer to ▒▒▒."
