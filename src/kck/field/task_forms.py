"""What a crew writes about its task in another unit's case; that unit alone reads it."""

from kck.field.forms import ActForm, NoteForm, Photos, Text
from kck.foundation.text import _


class TaskDoneForm(ActForm):
    photos = Photos(label=_("Zdjęcie po wykonaniu"), required=False)
    text = Text(
        _("Co zrobiono"),
        help_text=_("Przeczyta to jednostka, która prowadzi sprawę."),
        error_messages={"required": _("Napisz, co zrobiono.")},
    )


class TaskAskForm(ActForm):
    text = Text(
        _("Pytanie do prowadzących"),
        help_text=_("Przeczyta je jednostka, która prowadzi sprawę."),
        error_messages={"required": _("Wpisz pytanie.")},
    )


class TaskPhotoForm(NoteForm):
    """Photos, words, or both."""


class TaskBackForm(ActForm):
    text = Text(
        _("Dlaczego"),
        help_text=_("Przeczyta to jednostka, która prowadzi sprawę."),
        error_messages={"required": _("Napisz powód.")},
    )
