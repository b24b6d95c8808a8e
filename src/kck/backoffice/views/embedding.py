"""Which sites may show the form in a frame, and what their editors put on their pages."""

from django.conf import settings
from django.contrib import messages as banners
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.entrances import SiteForm
from kck.backoffice.pages import page
from kck.entrances import commands, queries
from kck.entrances.rules import WrongSite
from kck.foundation import clock
from kck.foundation.text import _


@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: StaffRequest) -> HttpResponse:
    form = SiteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            origin = commands.allow_site(
                form.cleaned_data["address"],
                note=form.cleaned_data["note"],
                insecure=not settings.ENV.secure,
                by=request.actor,
                at=clock.now(),
            )
        except WrongSite as wrong:
            form.add_error("address", str(wrong))
        else:
            banners.success(
                request, str(_("Formularz może stać na stronie %(origin)s.") % {"origin": origin})
            )
            return redirect("backoffice:embedding")
    context = {"form": form, "sites": queries.sites(), "address": settings.SITE_URL}
    status = 422 if form.is_bound else 200
    return page(request, "embedding.html", context, section="embedding", status=status)


@require_POST
def take_back(request: StaffRequest, site_id: int) -> HttpResponse:
    commands.take_back_site(site_id, by=request.actor, at=clock.now())
    banners.success(request, str(_("Usunięto stronę z listy.")))
    return redirect("backoffice:embedding")
