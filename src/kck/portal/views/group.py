"""Which group the text seems to belong to, asked by a script while somebody writes."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from kck.foundation import clock
from kck.foundation.text import clean
from kck.portal.forms.report import LONGEST_TEXT
from kck.portal.pages import within_limit
from kck.portal.recognition import offered_group

PER_MINUTE = 120


@require_POST
def group(request: HttpRequest) -> JsonResponse:
    """`text` → `{"group": code or ""}`. A POST, so that nobody's words get into a log."""
    if not within_limit(request, "group", limit=PER_MINUTE, seconds=60):
        return JsonResponse({"group": ""}, status=429)
    text = clean(request.POST.get("text", ""))[:LONGEST_TEXT]
    found = offered_group(text, at=clock.now(), language=(get_language() or "pl")[:2])
    return JsonResponse({"group": found}, headers={"Cache-Control": "private, no-store"})
