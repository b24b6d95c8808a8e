"""What kind of letter a text is, by its content (KPA art. 222), whatever it calls itself."""

import re

from kck.directory.terms import CaseKind
from kck.triage.words import Word

# in the order in which they are asked: what has a legal clock first. Patterns of folded words.
_PATTERNS: tuple[tuple[CaseKind, str], ...] = (
    (CaseKind.PETITION, r"petycj\w*|petition|петиці\w*"),
    (
        CaseKind.PUBLIC_INFORMATION,
        r"informacj\w+ publiczn\w+|dostep\w* do informacji|uodip|foi request|"
        r"freedom of information|public information|публічн\w+ інформаці\w+",
    ),
    (
        CaseKind.DAMAGE_CLAIM,
        r"odszkodowani\w*|zadoscuczynieni\w*|zwrot\w* kosztow naprawy|compensation|reimburse\w*|"
        r"damages claim|відшкодуван\w*|компенсаці\w*",
    ),
    (
        CaseKind.RODO_REQUEST,
        r"(?:rodo|gdpr)\b|usuniec\w+ (?:moich )?danych|moich danych osobowych|my personal data|"
        r"персональн\w+ дан\w+",
    ),
    (
        CaseKind.COMPLAINT,
        r"skarg[aeiąę]?\b|skarz[ey]\b|zlozyc skarge|niekompetent\w+|bezczynnosc\w*|przewleklosc\w*|"
        r"(?:urzedni\w+|kierowc\w+|pracowni\w+|motornicz\w+) (?:byl\w* |jest )?"
        r"(?:niegrzeczn\w+|chamsk\w+|opryskliw\w+)|"
        r"complain\w*|complaint|скарг\w*|скаржу\w*",
    ),
    (CaseKind.MOTION, r"wniosek o|wnioskuje|wnosze o|i request that|клопотан\w*|вношу пропозицію"),
    (
        CaseKind.PRAISE,
        r"pochwal\w*|gratul\w*|dziekuje (?:za|wam|panu|pani|bardzo za)|podziekowani\w*|brawo|"
        r"thank you (?:for|so)|thanks for|great job|well done|kudos|дякую за|подяк\w*|молодці",
    ),
    (
        CaseKind.IDEA,
        r"pomysl\w*|proponuj\w*|propozycj\w*|moze by (?:tak )?|warto by\w*|fajnie by|przydal\w* by|"
        r"suggest\w*|idea|it would be (?:nice|good|great)|how about|why not|"
        r"пропоную\w*|пропозиці\w*|ідея|було б добре",
    ),
)
_KINDS = tuple((kind, re.compile(rf"\b(?:{pattern})")) for kind, pattern in _PATTERNS)
_QUESTION = re.compile(
    r"\b(?:gdzie|jak|kiedy|czy|ile|jakie|do kogo|where|how|when|what|which|who|can i|do i|is it|"
    r"де|як|коли|чи|скільки|які|куди|хто)\b"
)
_READ = 400


def kind_of(text: str, words: list[Word], likely: CaseKind, probability: float) -> CaseKind:
    """By the words of the text; else what cases of the likely category are."""
    folded = " ".join(word.plain for word in words[:_READ])
    for kind, pattern in _KINDS:
        if pattern.search(folded):
            return kind
    if likely is CaseKind.REPORT and _asks(text, folded) and probability < 0.5:
        return CaseKind.ENQUIRY
    return likely if probability >= 0.3 else CaseKind.REPORT


def _asks(text: str, folded: str) -> bool:
    return "?" in text[:4000] and bool(_QUESTION.match(folded))
