"""Which records system the settings name, if any."""

from pathlib import Path

from django.conf import settings

from kck.channels.ezd.terms import Automatic


def folder() -> Path | None:
    found: Path | None = settings.ENV.ezd_folder
    return found


def url() -> str:
    return str(settings.ENV.ezd_url)


def token() -> str:
    return str(settings.ENV.ezd_token)


def is_on() -> bool:
    return bool(folder() or url())


def automatic() -> Automatic:
    return Automatic(settings.ENV.ezd_automatic)
