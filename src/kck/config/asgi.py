"""What the web process serves: pages by `wsgi.py` in threads, live streams as ASGI, one port."""

import os

from django.conf import settings
from django.urls import get_resolver

from kck.config import children
from kck.config.bridge import Front
from kck.config.server import SERVED_BY
from kck.config.wsgi import application as pages
from kck.foundation.live import live


def _warm_up() -> None:
    """Import every view before the first visitor asks for one."""
    _ = get_resolver().url_patterns


if os.environ.get(SERVED_BY) == str(os.getppid()):
    children.end_with(os.getppid())
application = Front(pages, live, threads=settings.ENV.web_threads, starting=_warm_up)
