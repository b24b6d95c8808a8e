"""Addresses of our own pages, of which one page writes fifty: each route is looked up once."""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

# a name or a number: nothing that an address would write in another way
_PLAIN = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_SOME_NUMBER, _SOME_NAME = "7{}000000007", "kck{}kck"


def address(name: str, *args: object) -> str:
    """What `reverse` says."""
    given = [str(arg) for arg in args]
    if not all(map(_PLAIN.fullmatch, given)):
        return reverse(name, args=args)
    numbers = tuple(text.isdigit() for text in given)
    form = _form(name, numbers, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return form.format(*given) if form else reverse(name, args=args)


@lru_cache(maxsize=1024)
def _form(name: str, numbers: Sequence[bool], _prefix: str, _urlconf: str) -> str:
    """The address with `{}` for each argument; empty where the route wants other ones than any."""
    some = [
        (_SOME_NUMBER if number else _SOME_NAME).format(place)
        for place, number in enumerate(numbers)
    ]
    try:
        form = reverse(name, args=some)
    except NoReverseMatch:
        return ""
    form = form.replace("{", "{{").replace("}", "}}")
    for place, argument in enumerate(some):
        form = form.replace(argument, f"{{{place}}}")
    return form
