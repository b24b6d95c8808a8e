"""Whoever reads a log may act for nobody."""

import logging

import pytest
from django.test import Client

from kck.config.discretion import DiscreetFormatter
from kck.foundation.actor import PLATFORM
from kck.unitlinks.commands import issue_case_link
from tests.builders import MONDAY, a_case


@pytest.mark.django_db
def test_the_token_of_a_units_link_is_in_no_log(caplog):
    case = a_case()
    token = issue_case_link(
        case.pk, unit_id=case.unit_id, mail="a@zdmk.example", at=MONDAY, by=PLATFORM
    ).token
    address = f"/z/{token}/{case.number}"

    with caplog.at_level(logging.DEBUG):
        Client(enforce_csrf_checks=True).post(f"{address}/take/", {"name": "Jan"})
        Client().post(f"/z/{token}/")  # not allowed
        Client().get(f"{address}/nonsense/")
        Client().get(f"/z/{token}x/")
        logging.getLogger("django.request").warning("Not Found: %s/?did=done", address)

    plain = DiscreetFormatter("%(message)s")
    assert caplog.records
    assert not [record for record in caplog.records if token in plain.format(record)]
