"""What the web process serves: pages by `wsgi.py` in threads, live streams as ASGI, one port."""

import gc
import os
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import get_resolver

from kck.config import children
from kck.config.bridge import Front
from kck.config.server import SERVED_BY
from kck.config.wsgi import application as pages
from kck.directory.queries import snapshot
from kck.foundation.live import live
from kck.triage.queries import engine_for


def _warm_up() -> None:
    """Import every view and read the city's words before the first visitor asks.

    What is there by then stays: to look through it for garbage would hold up pages for nothing.
    """
    _ = get_resolver().url_patterns
    with suppress(DatabaseError, LookupError):  # no database or no city yet: pages will say so
        engine_for(snapshot())
    connection.close()
    gc.collect()
    gc.freeze()


if os.environ.get(SERVED_BY) == str(os.getppid()):
    children.end_with(os.getppid())
application = Front(pages, live, threads=settings.ENV.web_threads, starting=_warm_up)
