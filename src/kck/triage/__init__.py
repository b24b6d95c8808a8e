"""What people write, understood: danger, language, matter, kind, place, personal data.

Main words: *triage* (all that was understood in one text), *matter* (one thing the text is about),
*suggestion* (a category with its probability and the words that decided). It only suggests: it
writes nothing, asks no database in its hot path and never decides about a case.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """`kck.triage.triage`, imported when asked for: an app package is read before models."""
    if name != "triage":
        raise AttributeError(name)
    from kck.triage.queries import triage

    return triage
