import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.triage.checks import is_account, is_pesel
from kck.triage.personal import MASK, mask, spot
from kck.triage.terms import PersonalKind


def found_in(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in spot(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proszę dzwonić 600 100 200 po 16", [("phone", "600 100 200")]),
        ("tel.600100200", [("phone", "600100200")]),
        ("+48 12 616 55 55", [("phone", "+48 12 616 55 55")]),
        ("(12) 616-55-55 wieczorem", [("phone", "(12) 616-55-55")]),
        ("мій номер +380 50 123 45 67", [("phone", "+380 50 123 45 67")]),
        ("tel. 616 55 55", [("phone", "616 55 55")]),
        (
            "pisz na Jan.Kowalski+x@mail.example.pl.",
            [("email", "Jan.Kowalski+x@mail.example.pl")],
        ),
        ("PESEL 44051401359 ważny", [("pesel", "44051401359")]),
        ("pesel z literówką 44051401358", [("phone", "44051401358")]),
        (
            "konto PL61 1090 1014 0000 0712 1981 2874",
            [("account", "PL61 1090 1014 0000 0712 1981 2874")],
        ),
        ("61109010140000071219812874", [("account", "61109010140000071219812874")]),
        ("biały golf KR 5AB12 stoi", [("plate", "KR 5AB12")]),
        ("kra12345 na chodniku", [("plate", "kra12345")]),
        ("nr rej. kr 1234a", [("plate", "kr 1234a")]),
        ("авто AA 1234 BC", [("plate", "AA 1234 BC")]),
        ("Nazywam się Jan Kowalski i mieszkam", [("name", "Jan Kowalski")]),
        ("nazywam sie jan kowalski", [("name", "jan kowalski")]),
        ("My name is John Smith.", [("name", "John Smith")]),
        ("мене звати Олена Коваль", [("name", "Олена Коваль")]),
        ("sąsiad Nowak pali w piecu", [("name", "Nowak")]),
        ("pani Anna Wiśniewska-Nowak kazała", [("name", "Anna Wiśniewska-Nowak")]),
        ("Jestem Ewa Maj z Ruczaju", [("name", "Ewa Maj")]),
        ("Dziura w drodze\nAnna Nowak", [("name", "Anna Nowak")]),
        ("os. Na Skarpie 5 m. 12", [("flat", "m. 12")]),
        ("lokal nr 7 cieknie", [("flat", "lokal nr 7")]),
        ("ul. Długa 12/5", [("flat", "/5")]),
        ("flat 4, кв. 5", [("flat", "flat 4"), ("flat", "кв. 5")]),
    ],
)
def test_personal_data_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "12.05.2024 18:30 i 2024-05-12 o 7:15",
        "50.061430, 19.936580",
        "sprawa 26-004512-7",
        "12 m od przejścia, głęboka na 20 cm, kontener 1200 l",
        "linia 152, latarnia nr 4567, autobus 139",
        "dzwońcie na 986 albo 112",
        "trzeba 1/2 chodnika, 3/4 jezdni",
        "ul. Długa 12, obok Plant",
        "Kosz na śmieci przy Rynku Głównym",
    ],
)
def test_other_numbers_and_names_are_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_what_is_masked_cannot_be_read_back() -> None:
    text = "Jan: nazywam się Jan Nowak, tel. 600 100 200, Długa 12/5"

    hidden = mask(text, spot(text))

    assert hidden == f"Jan: nazywam się {MASK}, tel. {MASK}, Długa 12{MASK}"


def test_check_digits_are_checked() -> None:
    assert is_pesel("44051401359")
    assert not is_pesel("44051401358")
    assert not is_pesel("44991401359")
    assert is_account("61109010140000071219812874")
    assert not is_account("61109010140000071219812875")


@given(st.text(alphabet="0123456789 +-/.@abAB \nKRżщ", max_size=200))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans = spot(text)

    edges = [edge for one in spans for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert mask(text, spans).count(MASK) >= len(spans)


@given(st.from_regex(r"[4-8]\d{2} \d{3} \d{3}", fullmatch=True), st.text("abc ,", max_size=20))
def test_no_mobile_number_survives_masking(number: str, around: str) -> None:
    text = f"{around} {number} {around}"

    assert number not in mask(text, spot(text))


def test_a_kind_is_told_in_the_own_words() -> None:
    assert str(PersonalKind.PESEL.label) == "numer PESEL"
