"""Names of places as people translate them: into English, into Ukrainian, or only by half.

By words of a name as the register writes it, in small letters; any city's names are made of such.
"""

from collections.abc import Iterator

from kck.triage.place.forms import folded

# after "świętego": as it is said in Polish in the nominative, then in English
_SAINTS = """
anny anna anne ann; jana jan john; tomasza tomasz thomas; marka marek mark; krzyża cross;
gertrudy gertruda gertrude; wawrzyńca wawrzyniec lawrence; sebastiana sebastian;
jacka jacek hyacinth; katarzyny katarzyna catherine; agnieszki agnieszka agnes;
filipa filip philip; idziego idzi giles; bronisławy bronisława; teresy teresa;
stanisława stanisław stanislaus; piotra piotr peter; józefa józef joseph; marcina marcin martin;
kingi kinga; barbary barbara; jerzego jerzy george; wojciecha wojciech adalbert;
mikołaja mikołaj nicholas; floriana florian; benedykta benedykt benedict
"""
SAINTS = {row.split()[0]: tuple(row.split()[1:]) for row in _SAINTS.replace("\n", " ").split(";")}

# a whole name: what it is called in English where "street", "square", "avenue" may follow or not
_IN_ENGLISH = """
wszystkich świętych: all saints
bohaterów getta: ghetto heroes, heroes of the ghetto
królowej jadwigi: queen jadwiga
królowej bony: queen bona
księcia józefa: prince joseph, prince jozef
kazimierza wielkiego: casimir the great, king casimir
bożego ciała: corpus christi
armii krajowej: home army
powstania warszawskiego: warsaw uprising
dobrego pasterza: good shepherd
jana pawła ii: john paul ii, pope john paul ii
solidarności: solidarity
niepodległości: independence
pokoju: peace
róż: roses
centralny: central
nowy: new
dominikański: dominican
inwalidów: invalids
tysiąclecia: millennium
czerwone maki: red poppies
3 maja: third of may, 3rd of may, 3rd may, may 3rd
29 listopada: 29th of november, 29th november, november 29th
"""
_ENGLISH = {
    row.partition(": ")[0]: tuple(row.partition(": ")[2].split(", "))
    for row in _IN_ENGLISH.strip().splitlines()
}
HEADS_IN_ENGLISH = {
    "ul.": ("street", "st", "road"),
    "al.": ("avenue", "ave", "alley"),
    "pl.": ("square",),
    "os.": ("estate", "housing estate"),
}
_MARKETS = ("market square", "main square", "square", "market")
# a number and a month are said in full
_ORDINALS = {
    "1": "pierwszego", "3": "trzeciego", "11": "jedenastego", "15": "piętnastego",
    "18": "osiemnastego", "28": "dwudziestego ósmego", "29": "dwudziestego dziewiątego",
}  # fmt: skip


def in_english(words: tuple[str, ...], prefix: str) -> Iterator[tuple[str, ...]]:
    """With the word that tells what it is, so that "new" and "peace" alone mean nothing."""
    heads = HEADS_IN_ENGLISH.get(prefix, ())
    for told in (_ENGLISH.get(" ".join(words), ()), *_holy(words)):
        for one in told:
            yield from ((*one.split(), *head.split()) for head in heads)
            if prefix == "al.":
                yield ("avenue", "of", *one.split())
    if len(words) == 2 and words[0] == "rynek":
        name = words[1]
        yield from ((name, *head.split()) for head in _MARKETS)


def _holy(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(words) == 2 and words[0] in {"św", "świętego", "świętej"}:
        called = (words[1], *SAINTS.get(words[1], ()))
        yield tuple(f"{saint} {one}" for saint in ("st", "saint") for one in called)


def as_a_day(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """ "29-go Listopada", "trzeciego maja"."""
    if len(words) < 2 or not words[0].isdigit():
        return
    yield (words[0], "go", *words[1:])
    if words[0] in _ORDINALS:
        yield (*_ORDINALS[words[0]].split(), *words[1:])


def alike_saints(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """ "św. Tomasza" for "Świętego Tomasza", and the other way round."""
    if len(words) < 2:
        return
    if words[0] in {"świętego", "świętej"}:
        yield ("św", *words[1:])
    elif folded(words[0]) == "sw":
        yield from ((holy, *words[1:]) for holy in ("świętej", "świętego"))
