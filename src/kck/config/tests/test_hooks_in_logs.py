"""A gateway's key to us stands in its address: it is in no log."""

import logging

from kck.config.discretion import DiscreetFormatter

SECRET = "abcdefgh12345678"  # noqa: S105
URL = f"/hooks/sms/{SECRET}/"


def test_no_log_holds_the_secret_or_what_a_gateway_tells_with_get():
    line = f'GET {URL}?sms_from=48600100200&sms_text=Pali HTTP/1.1" 200'
    record = logging.LogRecord("django", logging.WARNING, "", 0, "%s", (line,), None)
    said = DiscreetFormatter().format(record)
    assert SECRET not in said
    assert "600100200" not in said
    assert "/hooks/sms/" in said
