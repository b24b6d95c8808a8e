"""Texts with gaps, when to try again: plain Python.

The syntax is the harmless part of Mustache: `{{name}}` is replaced, `{{#name}}…{{/name}}` is shown
when the variable is not empty, `{{^name}}…{{/name}}` when it is. Nothing in it can run or look up
anything, so the words may come from a city's editor.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from difflib import get_close_matches

from kck.foundation.text import _
from kck.messaging.terms import BACKOFF, SendingRules, Words

LONGEST_SUBJECT = 150
LONGEST_BODY = 10_000

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
_TAG_ALONE = re.compile(r"^[ \t]*(\{\{\s*[#^/][^{}]*\}\})[ \t]*\n", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}")


def fill(text: str, variables: Mapping[str, str]) -> str:
    """The text with its gaps filled. An unknown variable is empty: `problems` found it earlier."""
    found: list[str] = []
    shown = [True]  # whether each section we are in is shown
    position = 0
    text = _TAG_ALONE.sub(r"\1", text)
    for tag in _TAG.finditer(text):
        if shown[-1]:
            found.append(text[position : tag.start()])
        position = tag.end()
        mark, value = tag[1], variables.get(tag[2], "")
        if mark == "/":
            shown = shown[:-1] or [True]
        elif mark:
            shown.append(shown[-1] and bool(value) is (mark == "#"))
        elif shown[-1]:
            found.append(value)
    if shown[-1]:
        found.append(text[position:])
    return "".join(found)


def render(words: Words, variables: Mapping[str, str]) -> Words:
    """Subject on one line, body without the gaps that hidden sections leave."""
    return Words(
        subject=" ".join(fill(words.subject, variables).split())[:LONGEST_SUBJECT],
        body=_GAPS.sub("\n\n", fill(words.body, variables)).strip(),
    )


def problems(
    words: Words, variables: Iterable[str], *, must: Iterable[str] = (), subject: bool = True
) -> list[str]:
    """What an editor must mend before these words can be used, each as a sentence."""
    known = sorted(variables)
    found = []
    if subject and not words.subject.strip():
        found.append(str(_("Wpisz temat wiadomości.")))
    if len(words.subject) > LONGEST_SUBJECT or "\n" in words.subject:
        found.append(
            str(_("Temat musi być jednym wierszem, najwyżej %(most)s znaków."))
            % {"most": LONGEST_SUBJECT}
        )
    if not words.body.strip():
        found.append(str(_("Wpisz treść wiadomości.")))
    if len(words.body) > LONGEST_BODY:
        found.append(str(_("Treść może mieć najwyżej %(most)s znaków.")) % {"most": LONGEST_BODY})
    for text in (words.subject, words.body):
        found += _problems_of_tags(text, known)
    used = {tag[2] for tag in _TAG.finditer(words.subject + words.body) if not tag[1]}
    found += [
        str(_("W treści musi zostać {{%(name)s}}.")) % {"name": name}
        for name in sorted(set(must) - used)
    ]
    return list(dict.fromkeys(found))


def _problems_of_tags(text: str, known: list[str]) -> list[str]:
    found = []
    open_sections: list[str] = []
    for tag in _TAG.finditer(text):
        mark, name = tag[1], tag[2]
        if name not in known:
            found.append(_unknown(name, known))
        elif mark == "/":
            if not open_sections or open_sections.pop() != name:
                found.append(
                    str(_("{{/%(name)s}} nie ma swojego początku {{#%(name)s}}.")) % {"name": name}
                )
        elif mark:
            open_sections.append(name)
    found += [
        str(_("Brakuje zakończenia {{/%(name)s}}.")) % {"name": name} for name in open_sections
    ]
    rest = _TAG.sub("", text)
    if "{{" in rest or "}}" in rest:
        found.append(str(_("Nawiasy klamrowe muszą być pełne: {{nazwa}}.")))
    return found


def _unknown(name: str, known: list[str]) -> str:
    meant = get_close_matches(name, known, n=1)
    if meant:
        return str(_("Nie ma zmiennej {{%(name)s}}. Czy chodzi o {{%(meant)s}}?")) % {
            "name": name,
            "meant": meant[0],
        }
    return str(_("Nie ma zmiennej {{%(name)s}}. Są: %(known)s.")) % {
        "name": name,
        "known": ", ".join(known),
    }


def retry_in(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts, give or take a fifth; None: give up."""
    if attempts > len(BACKOFF):
        return None
    return BACKOFF[attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311


def quiet_until(moment: datetime, rules: SendingRules, zone: tzinfo) -> datetime | None:
    """When the quiet hours that it is now end, by the clocks on the wall; None: it is not quiet."""
    begin, end = time.fromisoformat(rules.quiet_from), time.fromisoformat(rules.quiet_to)
    local = moment.astimezone(zone)
    here = local.time()
    overnight = begin > end
    quiet = here >= begin or here < end if overnight else begin <= here < end
    if not quiet or begin == end:
        return None
    day = local.date() + timedelta(days=1 if overnight and here >= begin else 0)
    return datetime.combine(day, end, tzinfo=zone).astimezone(moment.tzinfo)


# RFC 3463: there is no such mailbox or domain, it moved, or it takes nothing any more
_GONE = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.310"})
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_GONE_WORDS = re.compile(
    r"user unknown|unknown user|no such (user|mailbox|address|recipient)|does ?n.t exist"
    r"|does not exist|unknown (mailbox|recipient)|invalid (mailbox|recipient)|nie istnieje"
    r"|(mailbox|account|recipient)( address)? (is )?(unavailable|disabled|not found)",
    re.IGNORECASE,
)


def is_gone(status: str, words: str = "") -> bool:
    """Whether an answer or a bounce says that the address is no use, rather than this mail.

    `status` is the enhanced one where there is one ("5.1.1"); it goes before words, which are
    believed only of servers that know no such codes.
    """
    if found := _ENHANCED.search(status) or _ENHANCED.search(words):
        return found[0] in _GONE
    return bool(_GONE_WORDS.search(words))


def in_order(ways: Sequence[str], *, sms_first: bool, aloud: bool) -> list[str]:
    """Channels as the person needs them: who cannot hear reads texts, who cannot see no letters."""
    first = ["sms"] if sms_first and "sms" in ways else []
    rest = [way for way in ways if way not in first and not (aloud and way == "letter")]
    return first + rest
