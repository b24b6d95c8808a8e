"""What a handler fills in to do something with a conversation in writing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.http import QueryDict

from kck.accounts.queries import colleagues
from kck.channels.sms.encoding import without_diacritics
from kck.conversations.queries.thread import ThreadPage
from kck.conversations.terms import Way
from kck.desk.forms.fields import Choices, Photos, Pick, Text, Until, category_choices, unit_choices
from kck.desk.forms.line2 import Promised, departments_to_choose
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _

LONGEST_ANSWER = 20_000
_AFTER = (
    ("done", _("załatwiona")),
    ("waiting", _("czekamy na odpowiedź")),
    ("open", _("zostaje do odpowiedzi")),
)


class TalkForm(forms.Form):
    """`seen` is the version its page showed, `last` the last post on it."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    last = forms.IntegerField(
        min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        talk: ThreadPage,
        actor: Actor,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        first = {"seen": talk.version, "last": talk.last_post, **(initial or {})}
        super().__init__(data, files, initial=first)
        self.talk, self.actor = talk, actor
        self.prepare()

    def prepare(self) -> None:
        """What depends on the conversation and on who it is."""

    def write(self, name: str, value: str) -> None:
        """Into a form that was sent, so that it goes back with it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[name] = value
        self.data = data


class Words(TalkForm):
    """`draft`: the version of the draft this window knows; `used`: ready texts that were put in."""

    text = Text(_("Treść"), rows=8)
    draft = forms.CharField(required=False, widget=forms.HiddenInput)
    used = forms.CharField(required=False, widget=forms.HiddenInput)


class AnswerForm(Words):
    """`kept`: files that were taken in already; `checked`: what somebody has looked at."""

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    checked = forms.CharField(required=False, widget=forms.HiddenInput)
    documents = Photos(
        label=_("Pliki"),
        required=False,
        help_text=_("PDF, Word, Excel, OpenDocument, obraz albo tekst, do 25 MB."),
    )
    cc = Text(_("Kopia do wiadomości"), rows=1, help_text=_("Adresy po przecinku. Zobaczą się."))
    after = forms.ChoiceField(
        label=_("Rozmowa po wysłaniu"), choices=_AFTER, initial="done", widget=forms.RadioSelect
    )
    category = Pick(_("O co pytano"), lambda: [("", "—"), *category_choices()[1:]], required=False)
    plain = forms.BooleanField(
        label=_("Bez polskich i ukraińskich znaków"),
        required=False,
        help_text=_("Jeden SMS ma 160 znaków, a z literami takimi jak „ą” tylko 70."),
    )
    field_order = ("text", "plain", "documents", "cc", "after", "category")

    def prepare(self) -> None:
        self.fields["text"].label = _("Odpowiedź")
        self.fields["text"].max_length = LONGEST_ANSWER  # type: ignore[attr-defined]
        if self.talk.channel != "email":
            del self.fields["documents"]
        if self.talk.channel != "sms":
            del self.fields["plain"]
        if not self.talk.may_cc or self.talk.channel != "email":
            del self.fields["cc"]

    def clean_plain(self) -> bool:
        """The writer chose it, so what leaves is what they will see in the conversation."""
        if self.cleaned_data["plain"] and "text" in self.cleaned_data:
            self.cleaned_data["text"] = without_diacritics(self.cleaned_data["text"])
        return bool(self.cleaned_data["plain"])

    def clean_cc(self) -> list[str]:
        found = [one.strip() for one in self.cleaned_data["cc"].replace(";", ",").split(",")]
        for one in filter(None, found):
            try:
                validate_email(one)
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("„%(address)s” nie jest adresem e-mail."), params={"address": one[:80]}
                ) from None
        return list(dict.fromkeys(one for one in found if one))


class NoteForm(Words):
    def prepare(self) -> None:
        self.fields["text"].label = _("Notatka dla kolegów")
        self.fields["text"].widget.attrs["rows"] = 4
        self.fields["text"].help_text = str(_("Piszący jej nie zobaczy. @ woła kolegę."))


class SettleForm(TalkForm):
    category = Pick(_("O co pytano"), lambda: [("", "—"), *category_choices()[1:]], required=False)


class AssignForm(TalkForm):
    handler = Pick(_("Kto prowadzi"), list, required=False)

    def prepare(self) -> None:
        self.fields["handler"].choices = [  # type: ignore[attr-defined]
            ("", str(_("nikt"))),
            *people_to_choose({self.talk.unit_id}),
        ]
        self.fields["handler"].initial = str(self.talk.handler_id or "")


def people_to_choose(unit_ids: set[int]) -> Choices:
    found = {one.id: one for unit_id in sorted(unit_ids) for one in colleagues(unit_id)}
    return [(str(one.id), one.name) for one in found.values()]


class HandOnForm(TalkForm):
    unit = Pick(_("Jednostka"), unit_choices)


class SnoozeForm(TalkForm):
    pick = forms.ChoiceField(label=_("Do kiedy"), widget=forms.RadioSelect)
    day = Until()

    def prepare(self) -> None:
        self.fields["pick"].choices = snooze_choices()  # type: ignore[attr-defined]
        self.fields["pick"].initial = "tomorrow"
        self.fields["day"].label = _("Dzień i godzina")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pick") == "day" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Podaj dzień i godzinę."))
        return data

    @property
    def until(self) -> datetime:
        pick: str = self.cleaned_data["pick"]
        day: datetime | None = self.cleaned_data.get("day")
        return day if pick == "day" and day else quick_picks(clock.now())[pick]


def quick_picks(now: datetime) -> dict[str, datetime]:
    """In three hours, tomorrow morning, Monday morning, in a week."""
    local = now.astimezone(clock.city_zone())
    tomorrow = local.date() + timedelta(days=1)
    monday = local.date() + timedelta(days=7 - local.weekday())

    def at_eight(day: Any) -> datetime:
        return datetime.combine(day, time(8), tzinfo=clock.city_zone())

    return {
        "hours": (local + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0),
        "tomorrow": at_eight(tomorrow),
        "monday": at_eight(monday),
        "week": at_eight(local.date() + timedelta(days=7)),
    }


def snooze_choices() -> Choices:
    return [
        ("hours", _("za trzy godziny")),
        ("tomorrow", _("jutro rano")),
        ("monday", _("w poniedziałek rano")),
        ("week", _("za tydzień")),
        ("day", _("w wybranym dniu")),
    ]


class KindForm(TalkForm):
    kind = Pick(_("Rodzaj"), lambda: list(CaseKind.choices))

    def prepare(self) -> None:
        self.fields["kind"].initial = self.talk.kind or next(iter(self.talk.kinds), "")


class LinkForm(TalkForm):
    number = Text(_("Numer sprawy"), rows=1)
    tell = forms.BooleanField(label=_("Dopisz do niej ostatnią wiadomość"), required=False)

    def prepare(self) -> None:
        if self.talk.stranger or self.talk.latest_in is None or self.talk.latest_in.case_number:
            del self.fields["tell"]


class ForwardForm(Words):
    to = forms.EmailField(
        label=_("Adres"),
        error_messages={
            "required": _("Wpisz adres i dlaczego tam przekazujesz."),
            "invalid": _("To nie jest adres e-mail."),
        },
    )
    posts = forms.MultipleChoiceField(
        label=_("Co przekazać"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wybierz, co przekazujesz.")},
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("to", "text", "posts")

    def prepare(self) -> None:
        self.fields["text"].label = _("Dlaczego tam przekazujesz")
        self.fields["text"].widget.attrs["rows"] = 4
        rows = [one for one in self.talk.posts if one.way in (Way.IN, Way.OUT)]
        self.fields["posts"].choices = [  # type: ignore[attr-defined]
            (str(one.id), f"{one.who}: {' '.join(one.text.split())[:80]}") for one in rows
        ]
        latest = self.talk.latest_in
        self.fields["posts"].initial = [str(latest.id)] if latest else []


class MergeForm(TalkForm):
    into = forms.ChoiceField(
        label=_("Z którą rozmową"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz rozmowę.")},
    )

    def prepare(self) -> None:
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            (str(pk), subject or str(_("(bez tematu)"))) for pk, subject, _at in self.talk.others
        ]


class LineTwoForm(TalkForm, Promised):
    """A question that only a department can answer, by a time that is promised."""

    unit = Pick(_("Jednostka"), departments_to_choose)
    text = Text(_("O co pyta"), rows=5)
    shown = Text(
        _("Co już powiedziano albo pokazano"),
        rows=2,
        help_text=_("Karta, strona, telefon: żeby nikt nie mówił drugi raz tego samego."),
    )
    field_order = ("unit", "text", "by_when", "day", "shown")

    def __init__(self, *args: Any, **more: Any) -> None:
        TalkForm.__init__(self, *args, **more)
        self.fields["day"].label = _("Dzień i godzina")
        self.fields["by_when"].initial = "tomorrow"
        latest = self.talk.latest_in
        self.fields["text"].initial = latest.text[:4000] if latest else ""
