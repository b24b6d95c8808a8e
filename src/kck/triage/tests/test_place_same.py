import pytest

from kck.triage.place.forms import phrases
from kck.triage.place.numbers import number_after
from kck.triage.place.same import same_place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Długa", "ul. Długa"),
        ("ul. Dluga 12", "Długa"),
        ("os. Na Skarpie", "Na Skarpie 5"),
        ("Rondo Mogilskie", "rondo mogilskie"),
        ("Lea / Piastowska", "ul. Piastowska / ul. Lea"),
        ("Nowa Huta", "Dzielnica XVIII Nowa Huta"),
        ("al. 29 Listopada 52", "29 Listopada"),
    ],
)
def test_prefix_case_diacritics_and_number_do_not_matter(one: str, other: str) -> None:
    assert same_place(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Długa", "Krótka"),
        ("Lea / Piastowska", "Lea"),
        ("Rondo Mogilskie", "Mogilska"),
        ("", ""),
        ("Park Jordana", "Jordana"),
    ],
)
def test_other_names_are_other_places(one: str, other: str) -> None:
    assert not same_place(one, other)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("długa", "dlugiej"),
        ("pawia", "pawiej"),
        ("rynek główny", "rynku glownym"),
        ("rondo mogilskie", "ronda mogilskiego"),
        ("ruczaj", "ruczaju"),
        ("bagry", "bagrach"),
        ("bronowice", "bronowic"),
        ("chmieleniec", "chmielenca"),
        ("przewóz", "przewozie"),
        ("nowa huta", "nowej hucie"),
        ("czerwone maki", "czerwonych makow"),
        ("kładka ojca bernatka", "kladce ojca bernatka"),
        ("stare miasto", "starym miescie"),
        ("las wolski", "lesie wolskim"),
        ("zarzecze", "zarzeczu"),
        ("krowodrza", "krowodrzy"),
        ("bulwar czerwieński", "bulwarze czerwienskim"),
        ("filharmonia", "filharmonii"),
    ],
)
def test_a_name_is_inflected_as_people_do(name: str, form: str) -> None:
    assert form in {phrase for phrase, _ in phrases(tuple(name.split()))}


def test_a_name_that_is_a_place_already_is_not_inflected() -> None:
    assert list(phrases(("na", "skarpie"))) == [("na skarpie", True)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 12", "12"),
        (" 12a/5", "12a/5"),
        (" nr 7", "7"),
        (" bl. 5", "5"),
        (", bl. 5", "5"),
        (", 5 osób", ""),
        (" 20 minut", ""),
        (" 12:30", ""),
        (" 3 maja", ""),
        (" 100 m dalej", ""),
        (" 12. Proszę", "12"),
        ("12", ""),
    ],
)
def test_a_number_of_a_house_and_what_only_looks_like_one(text: str, number: str) -> None:
    assert number_after(text, 0)[0] == number
