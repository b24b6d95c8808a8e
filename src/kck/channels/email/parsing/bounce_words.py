"""Bounces in free words: qmail, Exim, Postfix, Exchange, Gmail and the Polish mail providers."""

import re

from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.noise import is_null_return_path
from kck.channels.email.parsing.terms import Bounce

_FROM = re.compile(
    r"mailer-?daemon|postmaster|mail delivery|mail administrator|system pocztowy|bounce", re.I
)
_SUBJECT = re.compile(
    r"undeliver|undelivered|returned mail|return(?:ed)? to sender|delivery (?:status|failure"
    r"|failed|problem|has failed|report)|mail delivery"
    r"|failure notice|delivery notification|delayed mail|mail system error|message (?:status"
    r"|not delivered)|could not be delivered|non[- ]?delivery|warning: (?:could not|message)"
    r"|niedostarcz|nie (?:została |zostało |można |udało się )?(?:dostarcz|doręcz)"
    r"|zwrot (?:wiadomości|poczty|do nadawcy|przesyłki)|błąd (?:dostarcz|doręcz|wysył)"
    r"|niepowodzenie dostarcz|powiadomienie o (?:stanie )?dostarcz"
    r"|raport o (?:stanie )?dostarcz|opóźnien\w+ (?:w )?dostarcz|wiadomość nie dotarła"
    r"|не доставлен|недоставлен|помилка доставк|сповіщення про (?:стан|не)|не вдалося доставити",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\bdelayed\b|will be retried|still (?:being )?retr|warning only|do not need to resend"
    r"|has not (?:yet )?been delivered|keep trying|temporar(?:y|ily) (?:problem|failure"
    r"|deferred)"
    r"|opóźni|będzie(?:my)? ponawi|ponowi próbę|kolejna próba"
    r"|nie musisz (?:jej )?wysyłać ponownie|затрим",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"permanent|giving up|given up|returned|not be delivered for|will be deleted|trwały"
    r"|ostateczn|zrezygnowan",
    re.I,
)
_FULL = re.compile(
    r"(?:mailbox|inbox|account|quota).{0,40}(?:full|exceed|over)|over ?quota|quota exceeded"
    r"|insufficient storage"
    r"|skrzynk\w*.{0,40}(?:pełn|przepełn|zapełn)|(?:przepełnion|pełn)\w* skrzynk"
    r"|przekroczon\w*.{0,30}(?:limit|pojemno|quot)|brak miejsca|переповнен",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|address|account|adres).{0,40}(?:unknown|not (?:found|exist)"
    r"|does ?n[o']t exist|invalid|no longer|rejected|unavailable|disabled|inactive)"
    r"|no such (?:user|address|mailbox|recipient|person)|unknown (?:user|recipient|local"
    r"|address)|invalid recipient|isn't a valid|no mailbox here|unrouteable address"
    r"|(?:użytkownik|odbiorca|adresat|adres|konto|skrzynka|skrzynki).{0,40}(?:nie istnieje"
    r"|nieznan|nieprawidłow|niepoprawn|nieaktywn|zablokowan|nie została znalezion"
    r"|nie został znalezion)|nie ma (?:takiego|takiej|tutaj).{0,20}(?:użytkownik|adres|skrzynk"
    r"|konta)|nie znaleziono.{0,30}(?:adres|użytkownik|odbiorc)|brak (?:takiego"
    r"|takiej) (?:użytkownika|adresu|konta|skrzynki)"
    r"|користувач.{0,30}не (?:існує|знайден)|адрес[аи].{0,30}не (?:існує|знайден)",
    re.IGNORECASE,
)
_NO_HOST = re.compile(
    r"(?:domain|host)(?: name)?.{0,30}(?:not found|unknown|does ?n[o']t exist)|unknown host"
    r"|no (?:mx|a record)|dns error|couldn't find any host|host or domain name not found"
    r"|(?:domena|domeny|serwer\w*).{0,30}(?:nie istnieje|nie znalezion|nieznan)"
    r"|nie znaleziono (?:domeny|serwera)",
    re.IGNORECASE,
)
_TIMEOUT = re.compile(
    r"timed? ?out|connection refused|no route|unreachable|przekroczono (?:limit )?czas"
    r"|nie odpowiada",
    re.I,
)
_SPAM = re.compile(
    r"\bspam\b|blocked|blacklist|policy|content rejected|reputation|zablokowan"
    r"|odrzucon\w* (?:jako|przez) (?:spam|filtr)",
    re.I,
)
_LARGE = re.compile(
    r"too large|size (?:limit|exceed)|message size|zbyt duż|za duż|przekracza.{0,20}rozmiar", re.I
)
_BY_WORDS = (
    (_FULL, "5.2.2"), (_UNKNOWN, "5.1.1"), (_NO_HOST, "5.1.2"), (_LARGE, "5.3.4"),
    (_TIMEOUT, "4.4.1"), (_SPAM, "5.7.1"),
)  # fmt: skip
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.\-])([45])[0-5]\d(?=[\s\-:])")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}")
_OWN = re.compile(
    r"^\s*(?:-{2,}.{0,20}(?:original|copy of|this is a copy|kopia|treść|oryginaln|оригінал"
    r"|here is your|below this line).*|original message follows\.?|(?:here is"
    r"|below is).{0,30}(?:message|copy).*|message headers? follow.*|--- ?below this line.*"
    r"|(?:treść|nagłówki|kopia|oryginaln\w+) (?:oryginalnej |zwróconej |twojej )?wiadomo.*"
    r"|original message headers:?.*|received: .*|return-path: .*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINS = re.compile(
    r"hi\. this is the (?:qmail|mail delivery)"
    r"|this message was created automatically by mail delivery|this is the mail system at host"
    r"|delivery to the following recipient"
    r"|your message (?:could|was|did|has|wasn't)|a message that you sent|wasn't delivered to"
    r"|nie udało się dostarczyć|twoja wiadomość|państwa wiadomość|wysłana wiadomość"
    r"|wiadomość (?:do|wysłana|nie)|delivery failed|delivery has failed|doręczenie|dostarczenie"
    r"|ваше повідомлення|the following (?:address|recipient|message)",
    re.IGNORECASE,
)
_MOST = 50
_CONTEXT = 400


def in_words(headers: Headers, text: str, subject: str, original: str) -> list[Bounce]:
    """Nothing, unless sender, subject and words agree that this is one."""
    failed = [address for value in headers.all("x-failed-recipients")
              for address in _ADDRESS.findall(value)]  # fmt: skip
    if not failed and not _is_bounce(headers, text, subject):
        return []
    told = _told(text)
    recipients = failed or _recipients(told, headers)
    delayed = _DELAYED.search(f"{subject}\n{told}") and not _GIVEN_UP.search(told)
    return [_bounce(one, told, original, delayed=bool(delayed)) for one in recipients[:_MOST]]


def _is_bounce(headers: Headers, text: str, subject: str) -> bool:
    sender = headers.text("from")
    by_machine = bool(_FROM.search(sender)) or is_null_return_path(headers)
    named = _SUBJECT.search(subject) is not None
    begins = _BEGINS.search(text[:1500]) is not None
    why = status(text[:5000]) != ""
    return by_machine and (named or begins) and (why or named)


def _told(text: str) -> str:
    """What the server says, without the mail that it returns."""
    own = _OWN.search(text[:50_000])
    return text[: own.start()] if own and own.start() > 20 else text[:20_000]


def _recipients(told: str, headers: Headers) -> list[str]:
    """Addresses at the beginning of lines first, as most servers write them."""
    ours = {address.lower() for name in ("to", "from", "delivered-to")
            for address in _ADDRESS.findall(headers.text(name))}  # fmt: skip
    at_start = re.findall(rf"(?m)^[\s<\"'*•-]*({_ADDRESS.pattern})[>\"']?\s*(?:[:\s(]|$)", told)
    anywhere = _ADDRESS.findall(told)
    found: dict[str, None] = {}
    for address in at_start or anywhere:
        bare = address.strip(".'")
        if bare.lower() not in ours and not _FROM.search(bare):
            found.setdefault(bare)
    return list(found) if at_start else list(found)[:1]


def _bounce(recipient: str, told: str, original: str, *, delayed: bool) -> Bounce:
    place = told.find(recipient)
    near = told[place + len(recipient) :][:_CONTEXT] if place >= 0 else told
    found = status(near) or status(told) or ("4.0.0" if delayed else "5.0.0")
    if delayed:
        found = f"4{found[1:]}"
    return Bounce(
        recipient=recipient,
        action="delayed" if delayed else "failed",
        status=found,
        diagnostic=" ".join(near.split())[:300],
        original_message_id=original,
    )


def status(words: str) -> str:
    """RFC 3463's code for what is said; empty when nothing is."""
    if found := _ENHANCED.search(words):
        return found[1]
    for pattern, code in _BY_WORDS:
        if pattern.search(words):
            reply = _REPLY.search(words)
            return f"{reply[1]}{code[1:]}" if reply else code
    reply = _REPLY.search(words)
    return f"{reply[1]}.0.0" if reply else ""
