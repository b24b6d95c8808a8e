"""What an agent writes down while somebody is on the line or at the counter."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms

from kck.desk.forms.fields import Choices, Pick, Text, category_choices
from kck.desk.forms.placed import PlacedForm
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.intake.terms import CHANNEL_LABELS, AfterDanger, Channel, Incoming, Reached
from kck.people.rules import normal_email, normal_phone

OLDEST_SHEET = timedelta(days=30)
SPOKEN = (Channel.PHONE, Channel.COUNTER, Channel.LETTER)
_LANGUAGES = (("pl", _("polski")), ("en", _("angielski")), ("uk", _("ukraiński")))


def _categories() -> Choices:
    return [("", str(_("rozstrzygnie centrum"))), *category_choices()[1:]]


class ContactForm(PlacedForm):
    """`key` makes a second sending the same conversation."""

    key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    sheet = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    when = forms.DateTimeField(
        label=_("Kiedy to było"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Z arkusza: dzień i godzina rozmowy. Od niej liczą się terminy."),
    )
    channel = forms.ChoiceField(
        label=_("Skąd"),
        choices=[(str(one), CHANNEL_LABELS[one]) for one in SPOKEN],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    text = Text(_("O co chodzi"), rows=5)
    category = Pick(_("Kategoria"), _categories, required=False)
    address = Text(_("Gdzie"), rows=1, help_text=_("Ulica i numer, przystanek albo miejsce"))
    words = Text(_("Jak trafić"), rows=1)
    called = forms.BooleanField(
        label=_("Podano numer alarmowy albo przełączono rozmowę"), required=False
    )
    name = Text(_("Imię i nazwisko"), rows=1)
    phone = Text(_("Telefon"), rows=1)
    email = Text(_("E-mail"), rows=1)
    prefers_sms = forms.BooleanField(label=_("Pisać SMS, nie dzwonić"), required=False)
    language = forms.ChoiceField(label=_("Język"), choices=_LANGUAGES, initial="pl")
    answer = Text(
        _("Odpowiedź udzielona od razu"),
        rows=3,
        help_text=_("Wypełnij, jeśli rozmowa kończy się odpowiedzią: nie powstanie sprawa."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["key"].initial = str(uuid4())

    def clean_phone(self) -> str:
        return self._usable("phone", normal_phone, _("Tego numeru nie da się użyć: sprawdź cyfry."))

    def clean_email(self) -> str:
        return self._usable("email", normal_email, _("Ten adres e-mail jest niepełny."))

    def _usable(self, name: str, normal: Any, problem: Any) -> str:
        typed = self.cleaned_data[name]
        found: str = normal(typed)
        if typed and not found:
            raise forms.ValidationError(problem)
        return found

    def clean_sheet(self) -> str:
        if not (typed := self.cleaned_data["sheet"]):
            return ""
        try:
            return parse(typed)
        except WrongNumber as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def _clean_when(self, data: dict[str, Any]) -> None:
        """A sheet says when; without one it is now."""
        now, when = clock.now(), data.get("when")
        if not data.get("sheet"):
            data["when"] = None
        elif when is None:
            if "when" not in self.errors:
                self.add_error("when", _("Wpisz z arkusza, kiedy to było."))
        elif not now - OLDEST_SHEET <= when <= now:
            self.add_error("when", _("To musi być w ciągu ostatnich 30 dni i nie w przyszłości."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_when(data)
        if not data.get("text") and not data.get("category"):
            self.add_error("text", _("Napisz, o co chodzi."))
        return data

    def incoming(self, *, answer: str = "") -> Incoming:
        data = self.cleaned_data
        return Incoming(
            channel=Channel(data["channel"]),
            far_end_id=f"desk-{data['key']}",
            text=data["text"],
            language=data["language"],
            category=data["category"],
            spot=self.spot,
            reached=Reached(
                name=data["name"],
                email=data["email"],
                phone=data["phone"],
                prefers_sms=data["prefers_sms"],
            ),
            after_danger=AfterDanger.CALLED if data["called"] else None,
            answer=answer,
            sheet="" if answer else data["sheet"],
        )
