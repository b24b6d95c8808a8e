"""Photos under signed addresses: for the partner's system to which the address was given."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from kck.files.http import serve
from kck.files.queries import find
from kck.files.signed import photo_behind


@require_safe
def photo(request: HttpRequest, token: str) -> HttpResponseBase:
    public_id = photo_behind(token)
    stored = find(public_id) if public_id else None
    if stored is None:
        raise Http404
    return serve(stored, request=request)
