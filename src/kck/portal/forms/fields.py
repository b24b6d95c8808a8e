"""Fields for what strangers type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from kck.foundation.text import _, clean

UNWRITABLE = _("W tekście są znaki, których nie można zapisać. Usuń je i wyślij jeszcze raz.")
TOO_LONG = _("Ten tekst jest za długi: najwyżej %(limit_value)d znaków, jest %(show_value)d.")


class Words(forms.CharField):
    """Text as people mean it: one sort of line break, nothing invisible, nothing that turns it."""

    def __init__(self, *, max_length: int, **more: Any) -> None:
        super().__init__(max_length=max_length, **more)
        self.error_messages["max_length"] = str(TOO_LONG)
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = TOO_LONG  # type: ignore[attr-defined]
        # a browser counts line breaks differently and would cut the end off without a word
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        raw = "" if value is None else str(value)
        if "\x00" in raw:
            raise ValidationError(UNWRITABLE, code="unwritable")
        return clean(raw)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several files; what they are is found out by looking into them, not here."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        files = data if isinstance(data, list | tuple) else [data]
        return [file for file in files if isinstance(file, UploadedFile)]
