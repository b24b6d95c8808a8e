"""What the law lets somebody do about a delay, as written under a letter about it.

To be confirmed by the city's lawyers; whoever sends the letter may change it.
"""

from typing import Any

from django.utils.translation import override

from kck.directory.terms import CaseKind
from kck.foundation.text import _

# KPA art. 37 par. 1 and 3; for complaints by art. 237 par. 4
_PONAGLENIE = _(
    "Jeżeli uważasz, że sprawa nie została załatwiona w terminie albo trwa dłużej, niż to "
    "niezbędne, możesz wnieść ponaglenie (art. 37 k.p.a.). Ponaglenie musi mieć uzasadnienie. "
    "Wnosi się je do organu wyższego stopnia za pośrednictwem Prezydenta Miasta, a gdy takiego "
    "organu nie ma, do Prezydenta Miasta."
)
# ustawa o dostępie do informacji publicznej art. 21, prawo o p.p.s.a. art. 3 par. 2 pkt 8
_INFORMATION = _(
    "Jeżeli nie otrzymasz informacji w nowym terminie, możesz wnieść do wojewódzkiego sądu "
    "administracyjnego skargę na bezczynność, za pośrednictwem Prezydenta Miasta."
)
# RODO art. 12 par. 3 and 4, art. 77
_RODO = _(
    "Możesz wnieść skargę do Prezesa Urzędu Ochrony Danych Osobowych (art. 77 RODO) albo "
    "skorzystać z ochrony prawnej przed sądem (art. 79 RODO)."
)
# ustawa o dostępności cyfrowej art. 18 par. 7
_ACCESSIBILITY = _(
    "Jeżeli nie zapewnimy dostępności w nowym terminie, możesz złożyć skargę w sprawie zapewnienia "
    "dostępności cyfrowej. Możesz też zwrócić się do Rzecznika Praw Obywatelskich."
)
# KPA art. 246, ustawa o petycjach art. 15
_COMPLAINT = _(
    "Jeżeli sprawa nie zostanie załatwiona w nowym terminie, możesz złożyć skargę (art. 227 i 246 "
    "k.p.a.)."
)
_OF_KIND: dict[CaseKind, Any] = {
    CaseKind.PUBLIC_INFORMATION: _INFORMATION,
    CaseKind.RODO_REQUEST: _RODO,
    CaseKind.ACCESSIBILITY_REQUEST: _ACCESSIBILITY,
    CaseKind.MOTION: _COMPLAINT,
    CaseKind.PETITION: _COMPLAINT,
    CaseKind.INTERPELACJA: _COMPLAINT,
    CaseKind.DAMAGE_CLAIM: _COMPLAINT,
}


def instruction_of(kind: CaseKind, language: str) -> str:
    """In the language of whoever gets the letter."""
    with override(language):
        return str(_OF_KIND.get(kind, _PONAGLENIE))
