"""The log holds no key to a case."""

import logging

from kck.config.logs import WithoutKeys

TOKEN = "Zk3m_x-Q9aLr2TtBvC8dYw1PnHsUeJfG"  # noqa: S105 - made up


def said(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, message, args, None)
    assert WithoutKeys().filter(record)
    return record.getMessage()


def test_a_token_in_an_address_is_taken_out():
    assert said("Internal Server Error: %s", f"/s/{TOKEN}/reply/") == (
        "Internal Server Error: /s/…/reply/"
    )


def test_other_lines_stay_as_they_are():
    assert said("Not Found: %s", "/cases/260000019/") == "Not Found: /cases/260000019/"
