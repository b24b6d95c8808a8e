"""Whether a reply is only thanks, says that nothing was mended, or something else. Plain Python.

Thanks must wake nobody, and a complaint must never be taken for thanks. So a reply is thanks only
when every word of it is known to be harmless: one unknown word, and a person reads it.
"""

import re
from enum import StrEnum

from kck.foundation.text import fold

LONGEST = 40  # words


class Meaning(StrEnum):
    THANKS = "thanks"
    DISAGREES = "disagrees"
    WORDS = "words"


_WORD = re.compile(r"[^\W_]+")
_HARMLESS_SIGNS = re.compile(
    r"[\s.,!:;()\-–'’\"„”<3^_*+~\u2764\ufe0f\u200d\u2600\u263a\u2665\u2728\U0001f3fb-\U0001f3ff"
    r"👍👏🙏🙌👌💪🤝👋🙂😊😀😃😄😁😉😍🥰🤗🧡💛💚💙💜💕💐🌷🌸🌹🌞🎉🎄]*"
)
_SIGNS_OF_THANKS = frozenset("👍👏🙏❤")
# a program's own line, not its writer's
_PROGRAMS = re.compile(
    r"^\s*(wyslan[eo] z|pobierz aplikacje outlook|get outlook for|sent from my|надіслано з)\b.*$",
    re.MULTILINE,
)
# what is mended is named only together with that it is mended
_MENDED = re.compile(
    r"\b(lampa|latarnia|swiatlo)\s+(juz\s+)?(swieci|dziala)\b|"
    r"\bdziur[ay]\s+(juz\s+)?(zalatan|zaklejon|naprawion)[ae]\b|\bz\s+gory\b|"
    r"\bza\s+napraw[ey]\s+(latarni|lampy|dziury|chodnika|drogi|jezdni|lawki|swiatla|znaku)\b"
)
_NAMES_AFTER = (
    "pani|panie|pan|пані|пане|pozdrawiam|pozdrowienia|dziękuję|poważaniem|powazaniem|szacunku|"
    "dobrego|regards|sincerely|faithfully|повагою"
)
_NAME = re.compile(  # "Pani Anno", "Pozdrawiam,\nJan Kowalski": capitals there are a name
    rf"\b((?i:{_NAMES_AFTER}))[ ,]*\n?[ ]*[^\W\d_a-zа-яіїєґ][^\W\d_A-ZА-ЯІЇЄҐ]+"
    r"(?:[ -][^\W\d_a-zа-яіїєґ][^\W\d_A-ZА-ЯІЇЄҐ]+)?(?=\W|$)"
)
_THANKS_WORDS = """
dziekuje dziekujemy dzieki dziekuj dziekowac podziekowania podziekowanie dzięx dzienki dziekuję
thanks thank thx ty cheers grateful appreciated дякую дякуємо спасибі вдячна вдячний вдячні
подяка спасибо diakuju dyakuyu дяк dzk dziex thanx tysm
"""
_HARMLESS_WORDS = """
bardzo serdecznie slicznie pieknie ogromnie wielkie wielki piekne ok okej okay oki super
swietnie extra pozdrawiam pozdrowienia serdeczne z za i a w na o to tak juz jest bylo byla
wszystko sie dobrze milego dnia zycze zycza panu pani panstwu panstwa odpowiedz odpowiedzi
informacje informacja szybka szybkie szybko reakcje reakcja interwencje interwencja pomoc
zalatwienie zalatwione naprawe naprawa naprawione naprawiono dziala swieci posprzatane
posprzatano usuniete zrobione sprawna sprawne sprawe sprawnie zajecie czas cierpliwosc jeszcze
raz potwierdzam dobra robota brawo dzien dobry witam hej czesc jestem jestesmy wdzieczny
wdzieczna do widzenia uklony najlepszego mily wieczor dobrego weekendu wesolych swiat zyczliwosc
rowniez wyrazami szacunku powazaniem very much so you your for the quick reply response help
info information it works now all good great job well done fixed already hi hello hey best kind
regards have nice day sincerely again lot many everything is was and perfect awesome wonderful
we am really appreciate team everyone дуже щиро за вам вас швидку швидко відповідь допомогу
реакцію інформацію все добре гарного дня чудово працює вже зроблено супер гаразд з повагою
добрий день вітаю ще раз і та на оперативність виправили світить бажаю усього найкращого
красно подяки ремонт роботу велике великий гарних вихідних отримала отримав щасти хорошого
вечора
info pzdr pozdr pozdro wiadomosc blyskawiczna blyskawiczne blyskawiczny akcja akcje szanowni
otrzymalam otrzymalem przyjalem przyjelam wszystkiego wam panom ekipie ekipy dla panow
swietna porzadku naprawiona naprawiony posprzatali naprawili zalatwiona spokojnych swiat
fixing repairing letting know message dear sir or madam yours faithfully this cheers such
received kindly weekend wonderful brilliant works working
"""
_STILL = re.compile(
    r"\b(nadal|wciaz|dalej|ciagle|znowu|znow|ponownie)\b|"
    r"\bnie\s+(jest|zostal|zostala|zostalo|zostaly|dziala|swieci|naprawion|usuniet|zrobion|zalatwion|posprzatan|zgadzam|"
    r"poprawion|zniknel|wywiezion|odebran|zabran|ma\s+zmian)|"
    r"\bnic\s+(sie\s+nie|nie)\b|\bbez\s+zmian\b|\bnieprawda\b|\bklam|\bnikt\s+(nie|niczego)\b|"
    r"\bstill\b|\bnot\s+(fixed|done|repaired|solved|working|true|removed|cleaned|resolved)\b|\bnothing\s+(has|was|happened|changed)\b|"
    r"\bnobody\s+(came|has|did)\b|\b(isn|wasn|hasn|doesn|didn|haven)['’\s]*t\b|\bagain\s+(broken|not)\b|"
    r"\b(досі|дотепер|знову|далі)\b|\bвсе\s+(ще|одно)\b|\bне\s+(працю|світ|зробл|полагод|відремонт|виправ|прибра|згод|вирішен|усун)|"
    r"\bніхто\s+не\b|\bнічого\s+не\b"
)
# the same said with scorn, by comparing, or because it came back
_SCORN = re.compile(
    r"\bza\s+nic\b|\bfor\s+nothing\b|\bза\s+ніщо\b|\bzmarnowan|\b(kpin|zenad|skandal)\w*|"
    r"\b(ta|tak)\s+jasne\b|\byeah\s+right\b|[\"„”]napraw\w*[\"”]|👎|"
    r"\bjak\s+byl[aoy]\b|\bяк\s+(і\s+)?бул[аои]\b|\bjak\s+lezal|"
    r"\bjest\s+tak[aieo]\w?\s+sam|\bsame\s+(problem\s+)?again\b|"
    r"\b(gorzej|worse|гірше)\b|\bwszystko\s+wrocilo\b|\bproblem\s+wrocil|\bbroken?\s+again\b|"
    r"\breszta\s+zostal|\bwrong\s+(lamp|light|hole|bench|bin|place|street|one)\b|"
    r"\bnie\s+(te|ta|ten|to)\s+(latarn|lampa|lampe|lawk|dziur|znak|miejsc)"
)
_THANKS = frozenset(fold(_THANKS_WORDS).split())
_HARMLESS = frozenset(fold(_HARMLESS_WORDS).split())


def meaning_of(text: str) -> Meaning:
    """What the new part of a reply is, without quotation and signature."""
    folded = fold(text)
    if any(said.search(one) for said in (_STILL, _SCORN) for one in (folded, text.lower())):
        return Meaning.DISAGREES
    if "?" in text:
        return Meaning.WORDS
    return Meaning.THANKS if _only_thanks(text) else Meaning.WORDS


def _only_thanks(text: str) -> bool:
    plain = _MENDED.sub(" ", _PROGRAMS.sub("", fold(_NAME.sub(r"\1", text))))
    words = _WORD.findall(plain)
    if len(words) > LONGEST or not _HARMLESS_SIGNS.fullmatch(_WORD.sub("", plain)):
        return False
    known = all(word in _THANKS or word in _HARMLESS for word in words)
    return known and (any(word in _THANKS for word in words) or bool(_SIGNS_OF_THANKS & set(text)))
