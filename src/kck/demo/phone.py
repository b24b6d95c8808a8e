"""The phone of the demo city: the texts it has sent, and one sent to it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from kck.channels.sms.demo import send_in
from kck.channels.sms.queries import texts
from kck.channels.sms.terms import LONGEST_TEXT
from kck.demo.guard import only_in_the_demo
from kck.foundation import clock
from kck.foundation.text import _
from kck.people.rules import normal_phone

MOST_TEXTS = 40
USUAL = "600 100 200"


class TextForm(forms.Form):
    phone = forms.CharField(label=_("Twój numer"), max_length=30, initial=USUAL)
    text = forms.CharField(
        label=_("Treść SMS-a"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_phone(self) -> str:
        phone = normal_phone(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(_("Wpisz numer telefonu, na przykład 600 100 200."))
        return phone


@require_http_methods(["GET", "HEAD", "POST"])
@only_in_the_demo
def phone(request: HttpRequest) -> HttpResponse:
    """Both ends of every text; a form writes to the city as a phone would."""
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        send_in(number, form.cleaned_data["text"], at=clock.now())
        return redirect(f"{reverse('demo:phone')}?{urlencode({'number': number})}")
    return render(request, "demo/phone.html", _context(request, form), status=_status(form))


def _context(request: HttpRequest, form: TextForm) -> dict[str, Any]:
    number = normal_phone(request.GET.get("number", "").replace("\0", ""))
    if number and not form.is_bound:
        form.fields["phone"].initial = number
    return {"form": form, "number": number, "texts": texts(limit=MOST_TEXTS, address=number)}


def _status(form: TextForm) -> int:
    return 422 if form.is_bound else 200
