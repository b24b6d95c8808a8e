"""The API put together."""

from typing import Any, NoReturn

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.parser import Parser
from pydantic_core import from_json

from kck.api import city, my_case, places, reports, unit, unit_acts, uploads
from kck.api.problems import Problem
from kck.foundation.text import _

VERSION = "1.0.0"
_NOT_JSON = _("Wyślij treść jako application/json w kodowaniu UTF-8.")


class StrictParser(Parser):
    """JSON only, and no more than JSON: no NaN, no half characters, no abyss of brackets."""

    def parse_body(self, request: HttpRequest) -> Any:
        charset = str((request.content_params or {}).get("charset", "utf-8")).lower()
        if request.content_type != "application/json" or charset not in {"utf-8", "utf8"}:
            raise Problem(kind="wrong-media-type", detail=str(_NOT_JSON))
        return from_json(request.body, allow_inf_nan=False)


class Api(NinjaAPI):
    """Whatever is raised in a view goes on to the door, which words it."""

    def on_exception(self, request: HttpRequest, exc: Any) -> NoReturn:
        cause = exc.__cause__
        raise cause if isinstance(cause, Problem) else exc


api = Api(
    title="KCK",
    version=VERSION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
)
# the router of `reports` is that of `cases`
for one in (reports, uploads, my_case, city, places, unit, unit_acts):
    api.add_router("", one.router)
