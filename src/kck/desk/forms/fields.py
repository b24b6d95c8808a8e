"""Fields of the desk's forms."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _, clean, polish_sort_key

LONGEST = 4000
Choices = list[tuple[str, Any]]


class Text(forms.CharField):
    """Words as people mean them; empty is decided by the command, which knows what is missing."""

    def __init__(self, label: Any, *, rows: int = 4, **more: Any) -> None:
        more.setdefault("required", False)
        widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
        super().__init__(label=label, max_length=LONGEST, widget=widget, **more)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        raw = "" if value is None else str(value)
        if "\x00" in raw:
            raise ValidationError(_("W tekście są znaki, których nie można zapisać. Usuń je."))
        return clean(raw)


class Pick(forms.ChoiceField):
    """One of many, found by typing a few letters (`<pick-list>`); plain `<select>` without."""

    def __init__(self, label: Any, choices: Callable[[], Choices], **more: Any) -> None:
        super().__init__(label=label, choices=choices, **more)
        self.widget.attrs["data-pick"] = "yes"
        self.error_messages["required"] = str(_("Wybierz z listy."))
        self.error_messages["invalid_choice"] = str(_("Wybierz z listy."))


class Until(forms.DateTimeField):
    """A day and an hour, or nothing."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Do kiedy"),
            required=False,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
            error_messages={"invalid": _("Podaj dzień i godzinę, na przykład 2026-02-12 14:30.")},
        )


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several files; what they are is found out by looking into them."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        files: Iterable[object] = data if isinstance(data, list | tuple) else [data]
        return [file for file in files if isinstance(file, UploadedFile)]


def category_choices() -> Choices:
    """Categories in force under the names of their groups."""
    city = snapshot(clock.now())
    groups = {group.code: group.name() for group in city.category_groups}
    found: Choices = [("", "—")]
    for group, rows in groupby(city.categories(), key=lambda row: row.group):
        found.append((groups.get(group, group), [(row.code, row.name()) for row in rows]))
    return found


def unit_choices() -> Choices:
    """Units that can be handed a case."""
    city = snapshot(clock.now())
    units = [unit for unit in city.units_in_force() if city.receives(unit)]
    named = [(unit.code, f"{unit.code} · {unit.name()}") for unit in units]
    return [("", "—"), *_sorted(named)]


def _sorted(named: Iterable[tuple[str, str]]) -> Choices:
    return sorted(named, key=lambda one: polish_sort_key(one[1]))
