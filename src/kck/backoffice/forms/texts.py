"""New words for a message."""

from datetime import datetime
from typing import Any

from django import forms

from kck.backoffice.forms.fields import Moment
from kck.foundation.text import _, clean
from kck.messaging.registry import MessageText
from kck.messaging.rules import problems
from kck.messaging.terms import Words


class WordsForm(forms.Form):
    """Words of one text in one language. What is wrong is told beside the field it is wrong in."""

    subject = forms.CharField(label=_("Temat"), required=False)
    body = forms.CharField(label=_("Treść"), required=False, widget=forms.Textarea, strip=False)
    since = Moment(
        label=_("Od kiedy"),
        help_text=_("Puste pole: od razu po zapisaniu. Czas miasta."),
        required=False,
    )
    # the edition that was on the page, to notice that somebody else was faster
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, text: MessageText, at: datetime, latest: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.text, self.at, self.latest = text, at, latest
        if not text.subject:
            del self.fields["subject"]

    @property
    def words(self) -> Words:
        """As typed, before anything was found wrong."""
        return Words(
            subject=clean(str(self.data.get("subject", ""))) if self.text.subject else "",
            body=clean(str(self.data.get("body", ""))),
        )

    def clean_since(self) -> datetime | None:
        since: datetime | None = self.cleaned_data["since"]
        if since is not None and since < self.at:
            raise forms.ValidationError(
                _("Ta chwila już minęła. Wybierz późniejszą albo zostaw pole puste.")
            )
        return since

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        of_subject = self._wrong(Words(subject=self.words.subject, body="-"), must=False)
        for sentence in self._wrong(self.words, must=True):
            self.add_error("subject" if sentence in of_subject else "body", sentence)
        return found

    def _wrong(self, words: Words, *, must: bool) -> list[str]:
        text = self.text
        needed = text.must if must else ()
        return problems(words, text.variables, must=needed, subject=text.subject)

    @property
    def overtaken(self) -> bool:
        """Whether words were saved after this page was opened."""
        return (self.cleaned_data.get("seen") or 0) != self.latest
