"""How we work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kck.foundation import clock
from kck.portal.how import how_we_work
from kck.portal.markdown import to_html
from kck.portal.views.texts import city_text


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    text = city_text("how-we-work")
    context = {
        "title": text.title if text else "",
        "body": to_html(text.body) if text else "",
        "how": how_we_work(clock.now()),
    }
    return render(request, "portal/texts/how.html", context)
