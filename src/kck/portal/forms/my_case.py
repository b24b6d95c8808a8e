"""Forms of the reporter's page, and the one that leads to it."""

import secrets
from typing import Any

from django import forms

from kck.foundation.text import _
from kck.portal.forms.fields import Photos, Words

LONGEST_TEXT = 4000


class FindForm(forms.Form):
    """Number and code, as they stand in a letter or were dictated."""

    number = Words(
        label=_("Numer sprawy"),
        max_length=20,
        error_messages={"required": _("Wpisz numer sprawy.")},
    )
    code = Words(
        label=_("Kod"),
        max_length=20,
        error_messages={"required": _("Wpisz kod podany razem z numerem.")},
    )


class MessageForm(forms.Form):
    """Words and photos of the reporter. `key` makes a second sending the same message."""

    text = Words(
        label=_("Twoja wiadomość"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea
    )
    photos = Photos(label=_("Zdjęcia"), required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]) or secrets.token_urlsafe(24)


class ReplyForm(MessageForm):
    """Something to add, or the answer to a question: words, photos, or both."""

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not any(cleaned.get(name) for name in ("text", "photos", "kept")) and not self.errors:
            self.add_error("text", _("Napisz coś albo dodaj zdjęcie."))
        return cleaned


class DisagreeForm(MessageForm):
    """Why it is not solved."""

    text = Words(
        label=_("Co jest nie tak?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Napisz, co jest nie tak.")},
    )
