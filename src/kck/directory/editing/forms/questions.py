"""What a category asks besides the description."""

from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.terms import Datatype
from kck.foundation.text import _

QUESTION = (
    Field(
        name="category",
        label=_("Kategoria"),
        kind=Kind.CHOICE,
        source="categories",
        needed=True,
    ),
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(name="order", label=_("Kolejność"), width="xs", needed=True),
    *in_languages(Field(name="text", label=_("Pytanie"), needed=True, group="names")),
    *in_languages(Field(name="hint", label=_("Podpowiedź"), group="names")),
    Field(
        name="datatype",
        label=_("Rodzaj odpowiedzi"),
        kind=Kind.CHOICE,
        options=tuple(Datatype.choices),
        needed=True,
        group="answers",
    ),
    Field(
        name="required",
        label=_("Bez odpowiedzi nie można wysłać"),
        kind=Kind.FLAG,
        group="answers",
    ),
    Field(
        name="values",
        label=_("Odpowiedzi do wyboru"),
        kind=Kind.ANSWERS,
        help=_("Tylko dla listy. Pusty wiersz się nie liczy."),
        group="answers",
    ),
)
