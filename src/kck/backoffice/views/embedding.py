"""Which sites may show the form in a frame, and what their editors put on their pages."""

from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class Snippets:
    """What an editor pastes. In Polish, as the pages of the city are."""

    site: str

    @property
    def script(self) -> str:
        return f"""<script src="{self.site}/embed/kck.js" async></script>

<kck-report lang="pl" scheme="auto">
  <a href="{self.site}/report/">Zgłoś problem</a>
</kck-report>

<kck-status lang="pl">
  <a href="{self.site}/find/">Sprawdź swoją sprawę</a>
</kck-status>"""

    @property
    def frame(self) -> str:
        return f"""<iframe src="{self.site}/embed/form/?lang=pl"
  title="Zgłoś problem" width="100%" height="900"
  allow="geolocation; clipboard-write"></iframe>"""

    @property
    def link(self) -> str:
        return f"{self.site}/zglos/?category=lighting-single-lamp&street=Długa&number=12"


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
    context = {"form": form, "sites": queries.sites(), "code": Snippets(site=settings.SITE_URL)}
    status = 422 if form.is_bound else 200
    return page(request, "embedding.html", context, section="embedding", status=status)


@require_POST
def take_back(request: StaffRequest, site_id: int) -> HttpResponse:
    commands.take_back_site(site_id, by=request.actor, at=clock.now())
    banners.success(request, str(_("Usunięto stronę z listy.")))
    return redirect("backoffice:embedding")
