"""Who receives can be sure of who calls; the vector is that of the standard."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.channels.webhooks.catalogue import OFFERED, PING
from kck.channels.webhooks.signing import (
    TOLERANCE,
    WrongSignature,
    headers,
    key_of,
    secret_text,
    signature,
    verify,
)

HANDBOOK = Path(__file__).parents[5] / "docs" / "connections" / "webhooks.md"
NOW = 1_764_100_000
OLD, NEW, STRANGER = b"o" * 32, b"n" * 32, b"s" * 32
BODY = '{"type":"case.done.v1","data":{"case":{"unit":"ZDMK: ąęść"}}}'.encode()


def test_the_published_example_of_the_standard_gives_the_published_signature():
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    found = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(key=st.binary(min_size=1, max_size=64), body=st.binary(max_size=300))
def test_what_we_sign_is_verified(key, body):
    signed = headers([key], "evt_1", NOW, body)

    assert verify([secret_text(key)], signed, body, now=NOW) == "evt_1"


def test_while_secrets_change_both_are_good_for_the_receiver():
    signed = headers([NEW, OLD], "evt_1", NOW, BODY)

    assert verify([secret_text(OLD)], signed, BODY, now=NOW)
    assert verify([secret_text(NEW)], signed, BODY, now=NOW)
    with pytest.raises(WrongSignature, match="No signature"):
        verify([secret_text(STRANGER)], signed, BODY, now=NOW)


@pytest.mark.parametrize("skew", [-TOLERANCE, 0, TOLERANCE])
def test_clocks_may_differ_a_little(skew):
    signed = headers([NEW], "evt_1", NOW, BODY)

    assert verify([secret_text(NEW)], signed, BODY, now=NOW + skew)


@pytest.mark.parametrize("skew", [-TOLERANCE - 1, TOLERANCE + 1, 3 * 86_400])
def test_a_call_of_another_time_is_refused_even_when_it_was_ours(skew):
    signed = headers([NEW], "evt_1", NOW, BODY)

    with pytest.raises(WrongSignature, match="clock"):
        verify([secret_text(NEW)], signed, BODY, now=NOW + skew)


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-id": "evt_2"},
        {"webhook-timestamp": str(NOW + 1)},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "١٢٣"},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v2,ąę nonsense"},
        {"webhook-signature": ""},
    ],
)
def test_whatever_was_changed_on_the_way_is_refused(changes):
    signed = {**headers([NEW], "evt_1", NOW, BODY), **changes}

    with pytest.raises(WrongSignature):
        verify([secret_text(NEW)], signed, BODY, now=NOW)
    with pytest.raises(WrongSignature):
        verify([secret_text(NEW)], headers([NEW], "evt_1", NOW, BODY), BODY + b" ", now=NOW)


def test_names_of_headers_may_be_written_in_any_case():
    signed = {name.title(): text for name, text in headers([NEW], "e", NOW, BODY).items()}

    assert verify([secret_text(NEW)], signed, BODY, now=NOW) == "e"


def test_a_secret_that_was_cut_in_copying_is_told_apart():
    with pytest.raises(ValueError, match="no secret"):
        key_of("whsec_abc")


def test_the_program_in_the_handbook_verifies_our_calls():
    text = HANDBOOK.read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert program is not None
    names: dict[str, Any] = {}
    exec(program[1], names)  # noqa: S102
    signed = headers([OLD, NEW], "evt_1", int(time.time()), BODY)

    assert names["verified"](secret_text(NEW), signed, BODY) == "evt_1"
    for wrong in ({**signed, "webhook-timestamp": str(NOW)}, {**signed, "webhook-id": "evt_2"}):
        with pytest.raises(ValueError, match=r"clock|not from"):
            names["verified"](secret_text(NEW), wrong, BODY)


def test_the_handbook_names_every_event():
    text = HANDBOOK.read_text(encoding="utf-8")

    assert [one.name for one in OFFERED if f"`{one.name}`" not in text] == []
    assert PING in text
