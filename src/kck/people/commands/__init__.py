"""To know a person, what they need and consent to; to join doubles; to forget."""

from kck.people.commands.card import (
    NotUsable,
    add_note,
    add_point,
    allow_calls,
    correct,
    remove_note,
    remove_point,
    set_needs,
    stop_calls,
)
from kck.people.commands.consents import give_consent, withdraw_consent
from kck.people.commands.doubles import CannotMerge, merge, part
from kck.people.commands.knowing import consent, forget, know, know_many, somebody

__all__ = [
    "CannotMerge",
    "NotUsable",
    "add_note",
    "add_point",
    "allow_calls",
    "consent",
    "correct",
    "forget",
    "give_consent",
    "know",
    "know_many",
    "merge",
    "part",
    "remove_note",
    "remove_point",
    "set_needs",
    "somebody",
    "stop_calls",
    "withdraw_consent",
]
