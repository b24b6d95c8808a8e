import pytest

from kck.directory.terms import CaseKind
from kck.triage.kinds import kind_of
from kck.triage.words import words_of


def kind(text: str, likely: CaseKind = CaseKind.REPORT, probability: float = 0.9) -> CaseKind:
    return kind_of(text, words_of(text), likely, probability)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Składam skargę na bezczynność urzędu", CaseKind.COMPLAINT),
        ("Skarżę się na kierowcę", CaseKind.COMPLAINT),
        ("Petycja w sprawie parku", CaseKind.PETITION),
        ("Proszę o udostępnienie informacji publicznej", CaseKind.PUBLIC_INFORMATION),
        ("Żądam odszkodowania za felgę", CaseKind.DAMAGE_CLAIM),
        ("proszę o usunięcie moich danych", CaseKind.RODO_REQUEST),
        ("Wnioskuję o próg zwalniający", CaseKind.MOTION),
        ("Dziękuję za szybką naprawę", CaseKind.PRAISE),
        ("Proponuję nowy przystanek", CaseKind.IDEA),
        ("I want to complain about the driver", CaseKind.COMPLAINT),
        ("дякую за ремонт", CaseKind.PRAISE),
        ("Dziura w jezdni", CaseKind.REPORT),
    ],
)
def test_the_content_decides_about_the_kind(text: str, expected: CaseKind) -> None:
    assert kind(text) == expected


def test_the_likely_category_decides_when_the_words_do_not() -> None:
    assert kind("tablica wolnych miejsc", CaseKind.ENQUIRY) == CaseKind.ENQUIRY
    assert kind("tablica wolnych miejsc", CaseKind.ENQUIRY, 0.1) == CaseKind.REPORT


def test_a_question_about_nothing_in_particular_is_an_enquiry() -> None:
    assert kind("Gdzie jest urząd?", probability=0.1) == CaseKind.ENQUIRY
    assert kind("Lampa nie świeci, czemu?", probability=0.1) == CaseKind.REPORT
