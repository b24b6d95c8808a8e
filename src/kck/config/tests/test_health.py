import pytest
from django.test import Client

from kck.config.doctor import examine
from kck.config.finding import Finding

pytestmark = pytest.mark.django_db


def test_alive_and_ready():
    assert Client().get("/healthz").content == b"ok\n"
    assert Client().get("/readyz").json()["database"] == "ok"


def test_metrics_are_for_this_machine_only():
    assert Client().get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert Client().get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 403
    forwarded = Client().get("/metrics", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4")
    assert forwarded.status_code == 403


def test_metrics_are_prometheus_text():
    lines = Client().get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode().splitlines()

    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values["kck_database_up"] == "1"
    assert float(values["kck_process_resident_memory_bytes"]) > 10_000_000


def test_the_doctor_names_what_is_wrong_and_what_to_do():
    findings: dict[str, Finding] = {finding.what: finding for finding in examine()}

    assert findings["letters"].well
    assert findings["tables"].well
    assert not findings["worker"].well
    assert "kck worker" in findings["worker"].advice
