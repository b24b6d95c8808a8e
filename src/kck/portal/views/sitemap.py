"""sitemap.xml: the public pages that stay, for search engines (sitemaps.org).

An address is the same in every language (the reader's browser or choice decides), so each stands
here once. Single cases do not: they come and go, and the list, the map and the feed lead to them.
"""

from collections.abc import Iterator
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.places import queries as places
from kck.portal.forms.filters import public_units
from kck.portal.pages import site_address
from kck.portal.views.texts import TEXT_PAGES

_ALWAYS = ("home", "cases", "cases-map", "how", "districts", "units")
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    site = site_address(request)
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": _SCHEMA}))
    for path in public_paths():
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", f"{site}{path}")
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    response = HttpResponse(out.getvalue(), content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def public_paths() -> Iterator[str]:
    """Only what there is: texts that the city has written, units whose page is launched."""
    city = snapshot(clock.now())
    yield from (reverse(f"portal:{name}") for name in _ALWAYS)
    for name, key in TEXT_PAGES.items():
        if city.text(key, "pl"):
            yield reverse(f"portal:{name}")
    yield from (reverse("portal:district", args=[area.code]) for area in places.districts())
    yield from (reverse("portal:unit", args=[unit.code]) for unit in public_units(city))
