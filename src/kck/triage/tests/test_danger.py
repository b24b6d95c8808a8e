import pytest

from kck.directory.info import DangerInfo
from kck.triage.danger import DangerList
from kck.triage.language import detect
from kck.triage.words import word_set, words_of


def a_danger(
    code: str, words: dict[str, list[str]], lookalikes: dict[str, list[str]]
) -> DangerInfo:
    return DangerInfo(
        id=1,
        code=code,
        helplines=("112",),
        category=f"danger-{code}",
        words={language: tuple(phrases) for language, phrases in words.items()},
        lookalikes={language: tuple(phrases) for language, phrases in lookalikes.items()},
        calm={"pl": "Spokojnie."},
        tell=(),
    )


GAS = a_danger(
    "gas",
    {
        "pl": ["czuć gaz", "zapach gazu", "ulatnia się gaz"],
        "en": ["smell of gas", "gas leak"],
        "uk": ["запах газу", "пахне газом"],
    },
    {"pl": ["gaz pieprzowy", "roboty gazowe"], "en": ["gas station"]},
)
FIRE = a_danger(
    "fire",
    {"pl": ["pożar", "pali się dom", "płonie"], "en": ["on fire", "fire in the"], "uk": ["пожежа"]},
    {"pl": ["droga pożarowa", "lody"], "en": ["fire the"]},
)
HURT = a_danger(
    "hurt",
    {"pl": ["nieprzytomny", "nie oddycha", "biją się"], "en": ["unconscious"]},
    {"pl": ["przycisk nie oddycha"]},
)
KNOWN = {
    "pl": word_set("zarząd podwale czasu przed"),
    "en": word_set("gas"),
    "uk": frozenset[str](),
}
LIST = DangerList([GAS, FIRE, HURT], KNOWN)


def dangers_in(text: str) -> list[str]:
    words = words_of(text)
    return [one.code for one in LIST.find(words, detect(text, words)).situations]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Na klatce czuć gaz", "gas"),
        ("gaz czuć w całej piwnicy", "gas"),
        ("CZUC GAZEM, POMOCY", "gas"),
        ("ulatnia sie gas", "gas"),
        ("zapcah gazu", "gas"),
        ("there is a strong smell of gas here", "gas"),
        ("сильно пахне газом", "gas"),
        ("pożar!!!", "fire"),
        ("porzar w bloku", "fire"),
        ("pozra w bloku", "fire"),
        ("dom obok się pali", "fire"),
        ("the house is on fire", "fire"),
        ("facet leży nieprzytomy", "hurt"),
        ("on nie oddycha", "hurt"),
    ],
)
def test_danger_is_heard_in_any_form_and_with_a_typing_mistake(text: str, code: str) -> None:
    assert dangers_in(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "ktoś użył gazu pieprzowego",
        "droga pożarowa zastawiona",
        "nie ma pożaru",
        "To nie pożar, tylko mgła",
        "bez zapachu gazu",
        "gazu nie czuć",
        "pożaru nie było",
        "rok temu był tu pożar",
        "wczoraj był pożar śmietnika",
        "po pożarze został wrak",
        "co robić w razie pożaru",
        "torba z gazetą na ławce",
        "sąsiad pali w domu śmieciami",
        "nie ma czym oddychać",
        "zarząd dróg, ul. Podwale, od dłuższego czasu",
        "there was a fire here last year",
        "no smell of gas any more",
        "",
        "🔥🔥🔥",
    ],
)
def test_what_is_no_danger_raises_none(text: str) -> None:
    assert dangers_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ktoś użył gazu pieprzowego, a teraz czuć gaz w piwnicy",
        "rok temu był pożar, dzisiaj znowu płonie",
        "nie ma prądu i czuć gaz",
        "nie wiem czy to pożar",
        "wczoraj był spokój, a dziś pożar",
    ],
)
def test_an_excuse_excuses_only_what_stands_beside_it(text: str) -> None:
    assert dangers_in(text)


def test_the_words_that_decided_are_given_as_they_were_written() -> None:
    words = words_of("Uwaga: CZUĆ mocno GAZ!")

    (found,) = LIST.find(words, "pl").situations

    assert found.words == ("CZUĆ", "GAZ")


def test_the_situation_with_most_words_comes_first() -> None:
    assert dangers_in("czuć gaz, zapach gazu, chyba pożar") == ["gas", "fire"]


def test_what_was_named_but_is_not_happening_is_known() -> None:
    assert LIST.find(words_of("nie ma pożaru"), "pl").dismissed == {"fire"}
