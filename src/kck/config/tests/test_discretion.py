"""Logs tell operators what happened and nobody whose matter it was."""

import logging
import logging.config
from io import StringIO

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from tests.builders import a_case

from kck.accounts.tokens import new_token


@pytest.fixture
def log():
    """What would be in the file of this process."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    formatter = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(logging.config.DictConfigurator({}).configure_formatter(formatter))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_the_link_of_a_reporter_is_not_in_the_log(log):
    case = a_case(email="anna@example.org")

    answer = Client().put(f"/s/{case.token}/confirm/")

    assert answer.status_code == 405
    assert "/s/…/confirm/" in log.getvalue()
    assert case.token not in log.getvalue()


@pytest.mark.django_db
def test_values_quoted_by_the_database_are_not_in_the_log(log):
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE secret (email text PRIMARY KEY)")
            cursor.execute("INSERT INTO secret VALUES ('anna@example.org'), ('anna@example.org')")
    except IntegrityError:
        logging.getLogger("kck").exception("refused")

    assert "DETAIL: (left out)" in log.getvalue()
    assert "Key (email)" not in log.getvalue()


@pytest.mark.django_db
def test_a_token_that_somebody_put_into_an_address_is_not_in_the_log(log):
    token = new_token()

    answer = Client().get(f"/api/v1/unit/{token}")

    assert answer.status_code == 400
    assert "/api/v1/unit/kck_…" in log.getvalue()
    assert token not in log.getvalue()


@pytest.mark.django_db
def test_the_address_of_a_frame_stays_out_of_the_log(log: StringIO):
    frame = Client().get("/embed/form/").headers["Location"].removesuffix("report/")

    Client().get(f"{frame}report/nothing/")

    assert "/embed/…/report/nothing/" in log.getvalue()
    assert frame not in log.getvalue()
