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
_HARMLESS_SIGNS = re.compile(r"[\s.,!:;()\-–'’\"„”<3^_*+~\u2764\ufe0f\U0001f300-\U0001faff]*")
_THANKS_WORDS = """
dziekuje dziekujemy dzieki dziekuj dziekowac podziekowania podziekowanie dzięx dzienki dziekuję
thanks thank thx ty cheers grateful appreciated дякую дякуємо спасибі вдячна вдячний вдячні
подяка спасибо diakuju dyakuyu
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
"""
_STILL = re.compile(
    r"\b(nadal|wciaz|dalej|ciagle|znowu|znow|ponownie)\b|"
    r"\bnie\s+(jest|zostal|zostala|zostalo|zostaly|dziala|swieci|naprawion|usuniet|zrobion|zalatwion|posprzatan|zgadzam|"
    r"poprawion|zniknel|wywiezion|odebran|zabran|ma\s+zmian)|"
    r"\bnic\s+(sie\s+nie|nie)\b|\bbez\s+zmian\b|\bnieprawda\b|\bklam|\bnikt\s+(nie|niczego)\b|"
    r"\bstill\b|\bnot\s+(fixed|done|repaired|solved|working|true|removed|cleaned|resolved)\b|\bnothing\s+(has|was|happened|changed)\b|"
    r"\bnobody\s+(came|has|did)\b|\b(isn|wasn|hasn|doesn|didn|haven)\s*t\b|\bagain\s+(broken|not)\b|"
    r"\b(досі|дотепер|знову|далі)\b|\bвсе\s+(ще|одно)\b|\bне\s+(працю|світ|зробл|полагод|відремонт|виправ|прибра|згод|вирішен|усун)|"
    r"\bніхто\s+не\b|\bнічого\s+не\b"
)
_THANKS = frozenset(_THANKS_WORDS.split())
_HARMLESS = frozenset(_HARMLESS_WORDS.split())


def meaning_of(text: str) -> Meaning:
    """What the new part of a reply is, without quotation and signature."""
    folded = fold(text)
    if _STILL.search(folded):
        return Meaning.DISAGREES
    words = _WORD.findall(folded)
    if not words or len(words) > LONGEST or "?" in text:
        return Meaning.WORDS
    rest = _HARMLESS_SIGNS.fullmatch(_WORD.sub("", text))
    known = all(word in _THANKS or word in _HARMLESS for word in words)
    thanks = any(word in _THANKS for word in words)
    return Meaning.THANKS if rest and known and thanks else Meaning.WORDS
