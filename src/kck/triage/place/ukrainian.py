"""Polish names in Cyrillic letters: both are written as they sound, without their endings.

Nobody spells "Friedleina" or "Grzegórzecka" in Ukrainian as somebody else does, so that what is
compared is a rough sound: "Стародомській", "Страдомська" and "Stradomska" are near or equal.
"""

import re
from functools import lru_cache
from itertools import islice, product

_LETTERS = "абвдеєжзиіїйклмнопрстуфхцчшщюяґгэыё"
_SOUNDS = "a b v d e e z z i i i j k l n n o p r s t u f h c c s sc u a h h e i o"
_CYRILLIC = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))  # the soft sign is not heard
_POLISH = (
    *(("trz", "ts"), ("prz", "ps"), ("krz", "ks"), ("chrz", "hs")),
    *(("szcz", "sc"), ("dzi", "dz"), ("dź", "dz"), ("dż", "dz"), ("drz", "dz")),
    *(("sz", "s"), ("cz", "c"), ("rz", "z"), ("ch", "h"), ("ie", "e"), ("ia", "a"), ("io", "o")),
    *(("iu", "u"), ("ió", "u"), ("ią", "on"), ("ię", "en"), ("ą", "on"), ("ę", "en"), ("ó", "u")),
    *(("ż", "z"), ("ź", "z"), ("ś", "s"), ("ć", "c"), ("ń", "n"), ("ł", "l"), ("w", "v")),
    *(("g", "h"), ("m", "n"), ("y", "i"), ("x", "ks"), ("qu", "kv"), ("tz", "c"), ("j", "j")),
)
_DOUBLE = re.compile(r"(.)\1+")
_ENDING = re.compile(
    r"(?:oho|eho|onu|enu|oiu|oii|ou|oi|ii|ei|iu|eu|iv|uv|ov|ev|on|en|in|an|ani|ini"
    r"|ah|ih|eh|ovi|evi|[aeiou]+)\Z"
)
_FLEETING = (("ek", "k"), ("ok", "k"), ("ec", "c"))
_VOWELS = re.compile(r"[aeiouj]")
_MOST_WAYS = 4
SHORTEST_SKELETON = 4
_SOFT_VOWEL = re.compile(r"i(?=[aeou])")  # "Діетля" is heard as "Dietla" is

# adjectives that are translated, not spelled: "на Довгій" is Długa
_TRANSLATIONS = """
długa довга; szeroka широка; wąska вузька; nowa нова; nowy новий; stara стара; stary старий;
mały малий; mała мала; zielone зелене; zielona зелена; biała біла; biały білий; czarna чорна;
czerwone червоні; główny головний; rynek ринок; nowe нове; stare старе; szkolne шкільне;
szkolna шкільна; leśna лісова; polna польова; kamienna кам'яна; prosta пряма; krótka коротка;
cicha тиха; dolna нижня; górna верхня; centralna центральна; centralny центральний; miodowa
медова; lipowa липова; święta свята; wolności свободи; pokoju миру; róż троянд; szpitalna
лікарняна; warszawska варшавська; krakowska краківська; wisły вісли; park парк; most міст;
kopiec курган; cmentarz цвинтар; plac площа; słoneczne сонячне; sportowe спортивне; teatralne
театральне; wysokie високе; rondo рондо; galeria галерея; szpital лікарня;
dworzec вокзал; dobrego доброго; pasterza пастиря; stawach ставах;
uniwersytecki університетський; dziecięcy дитячий; nowego нового; świętego святого;
świętej святої; św святого|святої|св; bohaterów героїв; getta гетто; wszystkich всіх;
świętych святих; królowej королеви; króla короля; księcia князя; wielkiego великого;
powstania повстання; warszawskiego варшавського; krajowej крайової; listopada листопада;
maja травня; lipca липня; tysiąclecia тисячоліття; niepodległości незалежності;
solidarności солідарності; młodości молодості; ciała тіла; kazimierza казимира|казимежа;
kazimierz казимир; bożego божого; inwalidów інвалідів; obrońców оборонців; legionów легіонів;
cassino кассіно;
kolejowa залізнична; sportowa спортивна; lotnicza авіаційна; ogrodowa садова; szkoła школа;
zamek замок; ratusz ратуша; wieża вежа; stadion стадіон; basen басейн; ogród сад;
botaniczny ботанічний; muzeum музей; narodowe національне; teatr театр; opera опера;
kościół костел; bulwar бульвар; las ліс; zalew озеро; kładka кладка; dworzec двожець;
dworzec вокзал; targowa торгова; aleja алея; uniwersytet університет; politechnika політехніка
"""
_TRANSLATED = {
    pair.split()[0]: tuple(pair.split()[1].split("|"))
    for pair in " ".join(_TRANSLATIONS.split()).split("; ")
}


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a word in small letters sounds, whatever its alphabet; its ending taken off."""
    heard = _cyrillic(word) if not word.isascii() and _is_cyrillic(word) else _latin(word)
    heard = _DOUBLE.sub(r"\1", heard.replace("j", ""))
    for ending, rest in _FLEETING:
        if heard.endswith(ending) and len(heard) > 4:
            return heard[: -len(ending)] + rest
    cut = _ENDING.sub("", heard)
    if len(cut) < 3 and len(heard) >= 3:
        cut = heard[:3] if len(heard) > 3 else heard
    return cut


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in word)


def _cyrillic(word: str) -> str:
    return _SOFT_VOWEL.sub("", "".join(_CYRILLIC.get(letter, "") for letter in word))


def _latin(word: str) -> str:
    for piece, heard in _POLISH:
        word = word.replace(piece, heard)
    return word


def skeleton(word: str) -> str:
    """The consonants only, for names whose vowels nobody knows ("Фрідляйна")."""
    return _VOWELS.sub("", sound(word))


def in_ukrainian(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A Polish name as it sounds, and as it would be translated."""
    ways = [_TRANSLATED.get(word, (word,)) for word in words]
    translated = tuple(islice(product(*ways), _MOST_WAYS))
    return (words,) if translated == (words,) else (words, *translated)
