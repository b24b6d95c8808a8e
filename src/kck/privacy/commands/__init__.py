"""What is done about people's data."""

from kck.privacy.commands.requests import (
    NotYet,
    check_identity,
    end_request,
    erase,
    give_out,
    prolong,
    register_request,
)
from kck.privacy.commands.retention import (
    confirm_class,
    hold,
    lift,
    retain,
    switch,
)

__all__ = [
    "NotYet",
    "check_identity",
    "confirm_class",
    "end_request",
    "erase",
    "give_out",
    "hold",
    "lift",
    "prolong",
    "register_request",
    "retain",
    "switch",
]
