"""Places in sentences, by a small register of our own; no database."""

import pytest

from kck.places.terms import PlaceName
from kck.triage import language as languages
from kck.triage.place.finding import find
from kck.triage.place.index import PlaceIndex
from kck.triage.terms import PlaceFound
from kck.triage.words import words_of

STREETS = """
Długa;Krótka;Wodna;Szkolna;Drzewna;Wesoła;Leśna;Prosta;Nowa;Zielona;Dobra;Cicha;Polna;Wielicka;Lea
Kijowska;Stradomska;Dietla;Adama Asnyka;generała Władysława Andersa;Lipska;Wiślna;Orla;Szlak
Kamieńskiego;św. Gertrudy;Kazimierza Wielkiego;Struga;Na Zjeździe;Za Torem;29 Listopada;Barbary
Friedleina;Starowiślna;Karmelicka;Fieldorfa-Nila;Pawia;Kącik;Rozrywka;Pilotów;Floriańska;Czysta
Rynek Główny;rondo Mogilskie;rondo Matecznego;Krakowska;Sportowa;Gazowa;Ogrodowa;Mostowa;Łąkowa
Józefa;Strażacka;Parkowa;Spokojna;Kolejowa;Ciepłownicza;Zamek;Przewóz;Miodowa;Zimna;Sucha;Ślepa
"""


def _street(number: int, name: str) -> PlaceName:
    prefix = "" if name.lower().startswith(("rondo", "rynek")) else "ul."
    return PlaceName(
        kind="street", id=number, base=f"{prefix} {name}".strip(), name=name, prefix=prefix
    )


def _placed(kind: str, number: int, prefix: str, name: str, *aliases: str) -> PlaceName:
    return PlaceName(
        kind=kind,  # type: ignore[arg-type]
        id=number,
        base=f"{prefix} {name}".strip(),
        name=name,
        prefix=prefix,
        aliases=aliases,
        lat=50.06,
        lon=19.94,
    )


NAMES = [
    *(_street(n, name) for n, name in enumerate(STREETS.strip().replace("\n", ";").split(";"))),
    _placed("street", 201, "os.", "Na Skarpie"),
    _placed("street", 202, "os.", "Zielone"),
    _placed("street", 203, "os.", "Zgody"),
    _placed("street", 204, "pl.", "Nowy"),
    _placed("street", 205, "pl.", "Szczepański"),
    _placed("street", 206, "al.", "Pokoju"),
    _placed("street", 207, "os.", "Ruczaj"),
    _placed("landmark", 301, "", "Galeria Plaza", "plaza"),
    _placed("landmark", 302, "", "Zalew Bagry", "bagry"),
    _placed("landmark", 303, "", "Park Jordana", "Jordan Park", "Парк Йордана"),
    _placed("landmark", 304, "", "Muzeum Lotnictwa Polskiego", "muzeum lotnictwa"),
    _placed("landmark", 305, "", "Centrum Kongresowe ICE", "ice"),
    _placed("stop", 401, "", "Czerwone Maki P+R"),
    _placed("district", 501, "", "Dzielnica XVIII Nowa Huta", "nowa huta"),
]
INDEX = PlaceIndex(NAMES)


def places(text: str) -> tuple[PlaceFound, ...]:
    words = words_of(text)
    return find(INDEX, text, words, languages.detect(text, words))


def first(text: str) -> str:
    found = places(text)
    return found[0].label if found else ""


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lampa nie świeci na Długiej 12", "ul. Długa 12"),
        ("dziura na dlugiej 12a", "ul. Długa 12a"),
        ("ul.Długa 12/5, trzecie piętro", "ul. Długa 12/5"),
        ("Na ulicy Wielickiej nie działa hydrant", "ul. Wielicka"),
        ("róg Wielickiej i Kamieńskiego", "ul. Wielicka / ul. Kamieńskiego"),
        ("skrzyżowanie Lea z Kijowską, światła nie działają", "ul. Lea / ul. Kijowska"),
        ("Skrzyżowanie ul. Lea i ul. Kijowskiej", "ul. Lea / ul. Kijowska"),
        ("Lea/Kijowska stłuczka", "ul. Lea / ul. Kijowska"),
        ("koło ronda Mogilskiego leżą śmieci", "rondo Mogilskie"),
        ("korek na Rondzie Mogilskim", "rondo Mogilskie"),
        ("na Ruczaju znowu nie ma wody", "os. Ruczaj"),
        ("os. Na Skarpie bl. 5, klatka 2", "os. Na Skarpie 5"),
        ("stoję przy Plazie, hulajnogi leżą w poprzek", "Galeria Plaza"),
        ("broken lamp on Stradomska", "ul. Stradomska"),
        ("Stradomska street is flooded", "ul. Stradomska"),
        ("на Довгій не світить ліхтар", "ul. Długa"),
        ("вул. Длуга 12, немає води", "ul. Długa 12"),
        ("на Страдомській яма", "ul. Stradomska"),
        ("гойдалка у парку Йордана зламана", "Park Jordana"),
        ("ul. Adama Asnyka 3", "ul. Adama Asnyka 3"),
        ("drzewo na Asnyka się przewróciło", "ul. Adama Asnyka"),
        ("przy św. Gertrudy leży gałąź", "ul. św. Gertrudy"),
        ("na Plac Nowy, brudno", "pl. Nowy"),
        ("śmieci na placu Szczepańskim", "pl. Szczepański"),
        ("winda w alei Pokoju", "al. Pokoju"),
        ("utonął w Bagrach", "Zalew Bagry"),
        ("na rynku głównym gra muzyka", "Rynek Główny"),
        ("DZIURA NA WIELICKIEJ 20", "ul. Wielicka 20"),
        ("ul. Wielcka 20 awaria", "ul. Wielicka 20"),
        ("na ulicy 29 Listopada 5 pali się śmietnik", "ul. 29 Listopada 5"),
        ("dym w Nowej Hucie", "Dzielnica XVIII Nowa Huta"),
        ("szczury przy ul za torem", "ul. Za Torem"),
        ("parkomat na Fieldorfa-Nila zjadł kartę", "ul. Fieldorfa-Nila"),
        ("taksówkarz przy Pawiej oszukuje", "ul. Pawia"),
        ("Lipska: nie świeci lampa", "ul. Lipska"),
        ("na całej Karmelickiej ciemno", "ul. Karmelicka"),
        ("hałas na Dietla między Starowiślną a Krakowską", "ul. Dietla"),
        ("w muzeum lotnictwa nie ma windy", "Muzeum Lotnictwa Polskiego"),
    ],
)
def test_places_are_found_as_people_write_them(text: str, label: str) -> None:
    assert first(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "dziura przy drzewie",
        "kałuża na wodnej nawierzchni",
        "proszę o pas na wodnej",
        "hałas przy szkole",
        "stoję przy szkolnej stołówce",
        "długa kolejka do okienka",
        "Długa kolejka do okienka",
        "wesoła zabawa trwa do rana",
        "Wesoła zabawa trwa do rana",
        "na długiej przerwie dzieci biegają",
        "w nowej szkole nie ma wody",
        "nowa nawierzchnia już pęka",
        "Nowa nawierzchnia już pęka",
        "prosta sprawa, a trwa miesiąc",
        "Prosta sprawa, a trwa miesiąc",
        "zielona fala nie działa",
        "Dobra robota, dziękuję!",
        "dobra, to czekam",
        "cicha noc to rzadkość",
        "na krótkiej smyczy prowadził psa",
        "gazowa kuchenka nie działa",
        "przy gazowej rurze stoi człowiek",
        "kącik dla dzieci jest brudny",
        "w kąciku leży śmieć",
        "szlak jest zarośnięty",
        "na szlaku leży drzewo",
        "rozrywka na poziomie",
        "lód na schodach, pure ice everywhere",
        "The pavement is pure ice",
        "w polnej trawie leży pies",
        "struga wody płynie po chodniku",
        "karta krakowska nie działa",
        "Karta Krakowska nie działa",
        "Mam pytanie o Kartę Krakowską",
        "droga leśna jest zablokowana",
        "ogrodowa altana się pali",
        "autobus jedzie za torem tramwaju",
        "pani Barbary nie ma w domu",
        "telefon od pana Józefa",
        "Pozdrawiam, Anna Krakowska",
        "w zgodzie z przepisami",
        "brak spokoju w pokoju 12",
        "przewóz osób bez licencji",
        "zamek w drzwiach się zaciął",
        "na parkowej ławce śpi człowiek",
        "spokojna okolica zmieniła się w wysypisko",
        "kolejowa linia jest zamknięta",
        "zimna woda w kranie od dwóch dni",
        "sucha trawa może się zapalić",
        "czysta woda płynie z hydrantu",
        "plac zabaw jest zniszczony",
        "na placu budowy hałas",
        "ulica jest brudna",
        "na ulicy leży gałąź",
        "sportowa hala bez ogrzewania",
        "strażacka syrena wyła w nocy",
        "Czekam 5 minut i nic",
        "",
        "🙂",
    ],
)
def test_words_that_mean_themselves_are_no_places(text: str) -> None:
    assert places(text) == ()


def test_a_span_is_where_the_words_stand() -> None:
    text = "Zepsuta ławka, ul. Długa 12, obok sklepu"

    found = places(text)[0]

    assert text[slice(*found.span)] == found.text
    assert (found.base, found.number, found.kind) == ("ul. Długa", "12", "street")
    assert found.register_id is not None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ul. Zmyślona 12", "ul. Zmyślona 12"),
        ("na ulicy Zmyślonej", "ul. Zmyślona"),
        ("na ul. Bukowińskiej 3 wyciek", "ul. Bukowińska 3"),
        ("przy ul. Jana Nowaka-Jeziorańskiego 7", "ul. Jana Nowaka-Jeziorańskiego 7"),
        ("na osiedlu Kwiatowym", "os. Kwiatowe"),
        ("os. Wichrowe Wzgórza 4", "os. Wichrowe Wzgórza 4"),
        ("na placu Hallera", "pl. Hallera"),
        ("na rondzie Kosmicznym stłuczka", "rondo Kosmiczne"),
        ("wyciek na ul bukowinskiej 3", "ul. Bukowinska 3"),
    ],
)
def test_what_no_register_knows_is_kept_with_a_guessed_base_form(text: str, label: str) -> None:
    found = places(text)[0]

    assert found.label == label
    assert found.register_id is None


def test_a_number_that_counts_something_is_no_house() -> None:
    assert first("na Długiej 20 minut czekam") == "ul. Długa"
    assert first("na Długiej 3 samochody blokują chodnik") == "ul. Długa"
    assert first("na Długiej 12:30 zapaliły się lampy") == "ul. Długa"


def test_the_street_one_is_on_comes_before_the_one_one_goes_to() -> None:
    found = places("Na Wielickiej w stronę ronda Matecznego dziura")

    assert [one.base for one in found] == ["ul. Wielicka", "rondo Matecznego"]


@pytest.mark.parametrize(
    "text",
    [
        "ul. " * 4000,
        "Długa " * 20_000,
        "a" * 200_000,
        "ul.\n\n\n",
        "/ / /",
        "на " * 9000,
        "os. os.",
    ],
)
def test_no_text_is_too_strange(text: str) -> None:
    assert len(places(text)) <= 20


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("na ul. A. Asnyka 3 leje z rynny", "ul. Adama Asnyka 3"),
        ("na 29-go Listopada zapadnięta studzienka", "ul. 29 Listopada"),
        ("на алеї 29 листопада калюжа", "ul. 29 Listopada"),
        ("St. Gertrude street, leaking hydrant", "ul. św. Gertrudy"),
        ("Peace Avenue is dark", "al. Pokoju"),
        ("the gate in Casimir the Great street", "ul. Kazimierza Wielkiego"),
        ("Stradomska, Nowa Huta, brak lampy", "ul. Stradomska"),
        ("Stradomskiej nikt nie odśnieżył", "ul. Stradomska"),
        ("w Parku Lipska połamane ławki", "Park Lipska"),
    ],
)
def test_names_are_understood_as_strangers_write_them(text: str, label: str) -> None:
    assert [place.label for place in places(text)][:1] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "Na długiej prostej kierowcy przyspieszają",
        "Byłem u doktora Dietla w urzędzie",
        "pod pomnikiem Wandy Lipskiej leżą znicze",
        "Liceum im. A. Asnyka ma awarię",
    ],
)
def test_longer_names_and_people_are_left_alone(text: str) -> None:
    assert not [place for place in places(text) if place.register_id is not None]


def test_of_two_places_of_one_name_the_nearer_to_a_pin_is_meant() -> None:
    twins = [
        PlaceName(
            kind="street", id=one, base="ul. Kręta", name="Kręta", prefix="ul.", lat=lat, lon=19.9
        )
        for one, lat in ((1, 50.00), (2, 50.10))
    ]
    index, text = PlaceIndex(twins), "dziura na ul. Krętej"

    def found(near: tuple[float, float] | None) -> int | None:
        return find(index, text, words_of(text), languages.detect(text, []), near)[0].register_id

    assert [found(None), found((50.099, 19.9)), found((50.001, 19.9))] == [1, 2, 1]


def test_what_lies_far_from_a_pin_comes_last() -> None:
    far, here = (
        PlaceName(
            kind="street", id=n, base=f"ul. {name}", name=name, prefix="ul.", lat=lat, lon=19.9
        )
        for n, (name, lat) in enumerate([("Kręta", 50.0), ("Lniana", 50.1)], 1)
    )
    text = "Mieszkam na ul. Krętej 5, a na Lnianej leży gruz"
    words = words_of(text)

    found = find(PlaceIndex([far, here]), text, words, languages.detect(text, words), (50.1, 19.9))

    assert [place.base for place in found] == ["ul. Lniana", "ul. Kręta"]
