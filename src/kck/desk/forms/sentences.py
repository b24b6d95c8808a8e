from django import forms

from kck.desk.forms.fields import Pick, Text, category_choices
from kck.foundation.text import _
from kck.triage.terms import Language


class SentencesForm(forms.Form):
    """Examples of what people write of a category, one a line."""

    category = Pick(_("Kategoria"), category_choices)
    language = forms.ChoiceField(label=_("Język zdań"), choices=Language.choices)
    sentences = Text(
        _("Zdania, każde w osobnym wierszu"),
        rows=10,
        help_text=_("Tak, jak piszą ludzie: krótko, z błędami, bez nazwisk i telefonów."),
    )
