"""Whether what a text names is happening: not denied, not over, not merely imagined."""

from kck.triage.words import Word, plain, word_set


def _sequences(raw: str) -> tuple[tuple[str, ...], ...]:
    """Markers of one or more words, separated by commas."""
    return tuple(tuple(plain(word) for word in one.split()) for one in raw.split(","))


_DENIALS = word_set(
    """
    nie bez żaden żadnego żadnej żadnych brak
    no not without never isn't wasn't aren't
    не без немає нема жодного жодної
    """
)
# words that may stand between a denial and what it denies
_BETWEEN = word_set(
    """
    ma było był była jest widać czuć grozi stwierdzono chodzi o już tu tam tutaj żadnego żadnej
    zagrożenia ryzyka oznak śladu śladów zapachu podejrzenia mowy to
    a an any the of in is was longer there signs sign smell risk danger about threat more
    було є видно чути вже тут жодного жодної ознак загрози ризику запаху більше
    """
)
_NOT = word_set("nie не")
_DENIED_AFTER = word_set("ma było czuć widać stwierdzono має було видно чути")
_LONG_AGO = _sequences(
    "rok temu,roku temu,lata temu,lat temu,miesiąc temu,miesiące temu,miesięcy temu,zeszłym,"
    "zeszłego,ubiegłym,ubiegłego,kiedyś,dawno,year ago,years ago,month ago,months ago,last year,"
    "last month,last summer,last winter,рік тому,роки тому,років тому,місяць тому,місяці тому,"
    "місяців тому,"
    "ugasili,ugasiła,ugaszono,ugaszony,już po wszystkim,was put out,позаду,погасили,"
    "торік,минулого,колись,давно"
)
_LATELY = word_set("wczoraj przedwczoraj tydzień tygodniu tygodnia yesterday week вчора тижня")
_WAS = word_set("był była było były was were був була було були")
_AFTER = word_set("po after після")
_ARTICLES = word_set("the a this that tym ten")
_STILL = word_set(
    """
    teraz nadal wciąż ciągle znowu znów dalej właśnie pomocy ratunku aktualnie obecnie dzisiaj dziś
    now still again help currently right today
    зараз досі знову допоможіть рятуйте тепер сьогодні
    """
)
# "the wall is still black" does not say that it still burns
_WEAKLY_STILL = word_set("still nadal wciąż dalej досі")
_IMAGINED = _sequences(
    "w razie,na wypadek,ćwiczenia,ćwiczeń,szkolenie,szkolenia,szkoleniu,film,filmu,filmie,serial,"
    "serialu,in case,drill,training,movie,у разі,в разі,навчання,навчань,фільм,фільмі"
)
_AROUND = 6
_BEFORE = 3


def is_about_now(words: list[Word], at: tuple[int, ...]) -> bool:
    """What stands at these positions is told as happening."""
    first, last = min(at), max(at)
    return not (
        _denied(words, first, last)
        or _denied_within(words, at)
        or _over(words, first, last)
        or _imagined(words, first)
    )


def _denied_within(words: list[Word], at: tuple[int, ...]) -> bool:
    """ "gazu nie czuć", where "nie" is not itself among what was found."""
    return any(words[place - 1].plain in _NOT and place - 1 not in at for place in sorted(at)[1:])


def _denied(words: list[Word], first: int, last: int) -> bool:
    for at in range(first - 1, max(-1, first - 5), -1):
        if words[at + 1].breaks:
            break
        if words[at].plain in _DENIALS:
            return True
        if words[at].plain not in _BETWEEN:
            break
    after = words[last + 1 : last + 3]
    return (
        len(after) == 2
        and not any(word.breaks for word in after)
        and after[0].plain in _NOT
        and after[1].plain in _DENIED_AFTER
    )


def _over(words: list[Word], first: int, last: int) -> bool:
    around = [word.plain for word in words[max(0, first - _AROUND) : last + 1 + _AROUND]]
    strong = _STILL - _WEAKLY_STILL
    if not strong.isdisjoint(around) or not _WEAKLY_STILL.isdisjoint(_clause(words, first, last)):
        return False
    before = [word.plain for word in words[max(0, first - 2) : first]]
    if before and before[-1] in _ARTICLES:
        before.pop()
    if before and before[-1] in _AFTER:
        return True
    if any(_stands(marker, around) for marker in _LONG_AGO):
        return True
    return not _LATELY.isdisjoint(around) and not _WAS.isdisjoint(around)


def _clause(words: list[Word], first: int, last: int) -> list[str]:
    """What stands around, up to the next sign between words."""
    start, end = first, last + 1
    while start > max(0, first - _AROUND) and not words[start].breaks:
        start -= 1
    while end < min(len(words), last + 1 + _AROUND) and not words[end].breaks:
        end += 1
    return [word.plain for word in words[start:end]]


def _imagined(words: list[Word], first: int) -> bool:
    before = [word.plain for word in words[max(0, first - _BEFORE) : first]]
    return any(_stands(marker, before) for marker in _IMAGINED)


def _stands(marker: tuple[str, ...], words: list[str]) -> bool:
    size = len(marker)
    return any(tuple(words[at : at + size]) == marker for at in range(len(words) - size + 1))
