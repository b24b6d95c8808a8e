"""The category's own questions as a form: all six datatypes of Open311."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from kck.directory.info import QuestionInfo
from kck.directory.terms import Datatype
from kck.foundation.text import _
from kck.portal.forms.fields import Words

MANY = 7  # longer lists are folded into a menu
_NUMBER = _("Wpisz liczbę, na przykład 3.")
_NUMBER_ERRORS = ("invalid", "max_digits", "max_decimal_places", "max_whole_digits")
_MOMENT = _("Wpisz datę i godzinę, na przykład 2026-02-02 14:30.")
_CHOOSE = _("Wybierz jedną z podanych odpowiedzi.")
_CHOOSE_SOME = _("Wybierz z podanych odpowiedzi.")


def _choices(question: QuestionInfo) -> list[tuple[str, str]]:
    return [(value.key, value.name()) for value in question.values]


def _one(question: QuestionInfo) -> forms.Field:
    choices, widget = _choices(question), forms.RadioSelect
    if len(choices) > MANY:
        return forms.ChoiceField(
            choices=[("", "—"), *choices], error_messages={"invalid_choice": _CHOOSE}
        )
    return forms.ChoiceField(
        choices=choices, widget=widget, error_messages={"invalid_choice": _CHOOSE}
    )


def _some(question: QuestionInfo) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_choices(question),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _CHOOSE_SOME, "invalid_list": _CHOOSE_SOME},
    )


class NumberInput(forms.TextInput):
    """A number with a comma or a point, whatever the language of the page."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed.replace(",", ".").replace(" ", "") if isinstance(typed, str) else typed


def _number(_question: QuestionInfo) -> forms.Field:
    return forms.DecimalField(
        max_digits=12,
        decimal_places=3,
        widget=NumberInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"), _NUMBER
        ),
    )


def _moment(_question: QuestionInfo) -> forms.Field:
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M"],
        error_messages={"invalid": _MOMENT},
    )


_FIELDS: Mapping[Datatype, Callable[[QuestionInfo], forms.Field]] = {
    Datatype.STRING: lambda _question: Words(max_length=200),
    Datatype.TEXT: lambda _question: Words(max_length=2000, widget=forms.Textarea),
    Datatype.NUMBER: _number,
    Datatype.DATETIME: _moment,
    Datatype.SINGLEVALUELIST: _one,
    Datatype.MULTIVALUELIST: _some,
}


class DetailsForm(forms.Form):
    """What the category still wants to know."""

    def __init__(self, *args: Any, questions: Sequence[QuestionInfo], **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = questions
        for question in questions:
            self.fields[question.code] = _field(question)

    def answers(self) -> dict[str, Any]:
        """Code of the question -> what is kept: text, number, ISO moment, key or keys."""
        return {
            code: _plain(value)
            for code, value in self.cleaned_data.items()
            if value not in (None, "", [])
        }


def _field(question: QuestionInfo) -> forms.Field:
    field = _FIELDS[question.datatype](question)
    field.label, field.help_text = question.text(), question.hint()
    field.required = field.widget.is_required = question.required
    field.error_messages["required"] = str(
        _("Odpowiedz na pytanie: %(question)s") % {"question": question.text()}
    )
    return field


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, datetime) else value
