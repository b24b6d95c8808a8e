"""Baselines from the same web process: a case by one statement, a list as PostgreSQL makes it."""

import hashlib
import json
import secrets
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from psycopg.types.json import Jsonb

from kck.cases.models import Case
from kck.cases.terms import CaseState, Outcome

_LIST = Path(__file__).with_name("api.sql").read_text()
_STATEMENT = Path(__file__).with_name("by_hand.sql").read_text()


@csrf_exempt
def create(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    text = sent["description"]
    given: dict[str, Any] = {
        **_decided(),
        "name": sent["first_name"],
        "email": sent["email"],
        "text": text,
        "lat": float(sent["lat"]),
        "lon": float(sent["long"]),
        "address": sent["address_string"],
        "far_end_id": hashlib.sha256(text.encode()).hexdigest(),
        "token": secrets.token_urlsafe(24),
        "salt": secrets.token_hex(16),
        "hash": hashlib.sha256(text.encode()).hexdigest(),
        "window": int(time.time()) // 60,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, given)
        row = cursor.fetchone()
    return JsonResponse({"service_request_id": row[0] if row else ""})


@cache
def _decided() -> dict[str, Any]:
    """What routing said of a case of this kind, looked up once."""
    case = Case.objects.select_related("category").order_by("pk")[0]
    payload = {"case_id": case.pk, "seals": [["text", 1, "0" * 64]], "channel": "open311"}
    return {
        "category_id": case.category_id,
        "category": case.category.code,
        "unit_id": case.unit_id,
        "cell": case.cell,
        "street": case.street,
        "rule": case.rule,
        "because": Jsonb(case.because),
        "payload": json.dumps(payload),
    }


def listing(request: HttpRequest) -> HttpResponse:
    """What /api/v1/cases gives, but for the cursor."""
    district = request.GET.get("district", "")
    given: dict[str, Any] = {
        "site": settings.SITE_URL,
        "asked": int(request.GET["limit"]),
        "district": district,
        "accepted": str(CaseState.ACCEPTED.label),
        "closed": str(CaseState.CLOSED.label),
        "done": str(Outcome.DONE.label),
    }
    narrowed = "district = %(district)s" if district else "true"
    with connection.cursor() as cursor:
        cursor.execute(_LIST.replace("{district}", narrowed), given)
        row = cursor.fetchone()
    return HttpResponse(row[0] if row else "", content_type="application/json")
