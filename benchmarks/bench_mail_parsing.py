"""Mails a second and core over the shared corpora, beside the standard library's parser alone.

The library's parser is asked for no more than the tree of parts and its decoded bodies; ours gives
text, a safe page, what is new in it, files with their hashes, and what kind of mail it is.
"""

import email
import email.policy
import os
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, percentile
from benchmarks.ground import ROOT, Ground

SHARED = Path(os.environ.get("KCK_SHARED", ROOT.parent / "shared")) / "data" / "mail"
LEAST_RATE, MOST_MS = 200, 50
ROUNDS = 5


def measure(_ground: Ground) -> list[Figure]:
    from kck.channels.email.parsing import parse

    mails = [path.read_bytes() for path in sorted(SHARED.rglob("*.eml"))]
    if not mails:
        print(f"no mails in {SHARED}")
        return []
    ours = _seconds(parse, mails)
    theirs = _seconds(_by_the_library, mails)
    small = [s for s, raw in zip(ours, mails, strict=True) if not parse(raw).attachments]
    return [
        Figure(
            name=f"mails parsed on one core, of {len(mails)}",
            measured=len(mails) / sum(ours),
            unit="/s",
            least=LEAST_RATE,
        ),
        Figure(
            name="  beside the standard library's parser alone",
            measured=len(mails) / sum(ours),
            unit="/s",
            baseline=len(mails) / sum(theirs),
            against="by email",
        ),
        Figure(
            name=f"  p99 of the {len(small)} without attachments",
            measured=percentile(small, 99) * 1000,
            unit="ms",
            most=MOST_MS,
        ),
    ]


def _seconds(read: Callable[[bytes], object], mails: list[bytes]) -> list[float]:
    """Of each mail the median of some rounds; patterns are compiled in a round before."""
    rounds = [[_one(read, raw) for raw in mails] for _ in range(ROUNDS + 1)][1:]
    return [sorted(of_one)[ROUNDS // 2] for of_one in zip(*rounds, strict=True)]


def _one(read: Callable[[bytes], object], raw: bytes) -> float:
    start = time.process_time()
    read(raw)
    return time.process_time() - start


def _by_the_library(raw: bytes) -> None:
    for part in email.message_from_bytes(raw, policy=email.policy.compat32).walk():
        if not part.is_multipart():
            part.get_payload(decode=True)
