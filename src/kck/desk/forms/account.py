"""What one chooses for oneself."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info

from kck.foundation.text import _


def _choices() -> list[tuple[str, object]]:
    own = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("Jak w przeglądarce")), *own]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Język stron dla pracowników"), required=False, choices=_choices
    )
