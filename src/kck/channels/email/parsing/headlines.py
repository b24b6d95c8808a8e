"""How mail programs say that an earlier mail begins: Polish, English, Ukrainian and some others."""

import re

# ... napisał(a): / пише: / wrote: and their cousins, at the end of one line or of several joined
_WROTE = (
    r"napisa[łl](?:\(a\)|/a|a)?|pisze|napisano|naskroba[łl](?:\(a\))?|wyskroba[łl](?:\(a\))?"
    r"|odpisa[łl](?:\(a\)|a)?"
    r"|wrote|writes|scrisse|ha scritto|schrieb|escribió|escreveu|a écrit|skrev|schreef|kirjoitti"
    r"|написа(?:в|ла|в\(ла\)|л|ли)(?:\(-?а\))?|пише|пишет|geschreven|napsal(?:\(a\))?|rašė"
    r"|rakstīja|geschrieben|írta|napísal"
)
_ENDS = re.compile(rf"(?:(?<!\w)(?:{_WROTE})(?!\w)|写道|寫道)\)?\s*[:：]?\s*\Z", re.IGNORECASE)
_VERB = re.compile(rf"(?<!\w)(?:{_WROTE})(?!\w)", re.IGNORECASE)
# "2026-03-12 10:11 GMT+01:00 Jan <jan@…>:", and the same with slashes
_DATE_ADDRESS = re.compile(
    r"\d{4}[-/]\d\d?[-/]\d\d?\b.{0,200}<\s*[^<>\s]+@[^<>\s]+>:?\s*\Z"
    r"|[^<>]{0,60}\b\d{1,2}[:.]\d\d\b[^<>]{0,100}<\s*[^<>\s]+@[^<>\s]+>:\s*\Z"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d GMT[+-]\d\d:\d\d \S.{0,80}\Z"
)
_BEGINS = re.compile(
    r"[\s*_(\[„\"'-]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,|W dniu|Dnia|Dn\.|W\s+(?:pon|wto"
    r"|śro|czw|pią|sob|nie)|On|At|Le|Am|El|Em|Il|Op|Den|Il giorno|Le|Po|Data|Wiadomość napisana"
    r"|(?:pon|wt|śr|czw|pt|sob|niedz|nd|ndz)[a-zśńóąęłź]*\.?,?\s|(?:пн|вт|ср|чт|пт|сб"
    r"|нд)[а-яії’']*\.?,?\s|понед|втор|сред|четв|пятн|субб|воскр|вівт|серед|п.?ятн|неділ|У|В"
    r"|\d{1,2}[\s.\-/]|\d{4}[-/]\d)",
    re.IGNORECASE,
)
_YEAR_OR_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b"
)
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
# long forms that end differently
_APPLE = re.compile(
    r"\s*(?:Wiadomość napisana przez .{1,200} w dniu .{4,60}:"
    r"|> ?On .{4,60}, at .{3,20}, .{1,120} wrote:"
    r"|Am .{4,60} schrieb .{1,200}:|.{1,200} 于.{4,60}写道[:：]"
    r"|.{4,60},? в .{3,10}, .{1,200}(?:написав|написала|пише)\S*\s*[:：])\s*\Z",
    re.IGNORECASE,
)
_BETWEEN_DASHES = re.compile(r"-{3,}\s*(.{10,300}?)\s*-{3,}\Z")
_YOU_WROTE = re.compile(r"\s*On .{3,60} you wrote:\s*\Z", re.IGNORECASE)

_LABEL_WORDS = {
    "from": "od|nadawca|from|von|de|da|van|från|fra|від|від кого|от|от кого|od koho|發件人|发件人|寄件者",  # noqa: E501 - one label's words
    "sent": "wysłane|wysłano|data|data wysłania|sent|date|sent at|gesendet|datum|envoyé"
    "|enviado|inviato"
    "|надіслано|дата|відправлено|отправлено|skickat|sendt|verzonden|date d'envoi|日期|发送时间|寄件日期",  # noqa: E501 - one label's words
    "to": "do|odbiorca|adresat|to|an|à|para|a|til|till|aan|кому|收件人",
    "cc": "dw|udw|kopia|kopia do|cc|kopie|копія|копия|bcc|odpowiedz do|reply-to|reply to"
    "|importance|ważność|priorytet|priority",
    "subject": "temat|tytuł|subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne"
    "|тема|主题|主旨",
}
_LABEL = re.compile(
    r"[\s>*_|]*(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABEL_WORDS.items())
    + r")[\s*_]*[:：](?!//)",
    re.IGNORECASE,
)

_ORIGINAL = re.compile(
    r"[\s>]*[-_=*]{2,}\s*(?:original message|oryginalna wiadomość|wiadomość oryginalna"
    r"|pierwotna wiadomość|wiadomość pierwotna"
    r"|original appointment|oryginalny termin|reply message|treść oryginalnej wiadomości"
    r"|ursprüngliche nachricht|mensaje original|message d'origine|mensagem original"
    r"|messaggio originale|oorspronkelijk bericht|исходное сообщение|оригінальне повідомлення"
    r"|вихідне повідомлення|"
    r"початкове повідомлення|původní zpráva|ursprungligt meddelande|oprindelig besked"
    r"|alkuperäinen viesti|antwort an|reply above this line|wpisz odpowiedź powyżej tej linii)"
    r"(?:\s+(?:from|od)\b.{0,80})?\s*[-_=*]*\s*\Z",
    re.IGNORECASE,
)
_BARE_ORIGINAL = re.compile(
    r"\s*(?:treść oryginalnej wiadomości|oryginalna wiadomość|original message)\s*:?\s*\Z",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[\s>]*(?:[-_=*]{2,}\s*(?:forwarded message|forwarded by .{1,120}"
    r"|wiadomość przekazana(?: dalej)?|przekazana wiadomość"
    r"|przesłana wiadomość|wiadomość przesłana(?: dalej)?|treść przekazanej wiadomości"
    r"|treść przekazywanej wiadomości"
    r"|wiadomość przekierowana|переслане повідомлення|пересланное сообщение"
    r"|пересылаемое сообщение|повідомлення переслано"
    r"|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato)\s*[-_=*]*"
    r"|begin forwarded message|początek przekazywanej wiadomości"
    r"|początek przekazanej wiadomości|начало переадресованного сообщения"
    r"|початок переадресованого повідомлення|початок пересланого повідомлення"
    r"|anfang der weitergeleiteten nachricht"
    r"|début du message transféré|inicio del mensaje reenviado)\s*:?\s*\Z",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"\s*(?:(?:re|odp|ha|vs|aw|sv)\s*(?:\[\d+\])?\s*:\s*)*(?:fwd?|pd|podaj dalej|przek|przekaz"
    r"|пересл|пер|fw|wg|tr|rv|enc)\s*(?:\[\d+\])?\s*:",
    re.IGNORECASE,
)
_LONGEST = 400
_WRAPPED = 4  # lines over which an attribution may be broken


def is_attribution(line: str) -> bool:
    """Whether this line, or these lines joined, say who wrote what follows."""
    if len(line) > _LONGEST or not line.strip():
        return False
    plain = line.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if between := _BETWEEN_DASHES.match(plain):  # Zoho
        plain = f"{between[1]}:"
    if _APPLE.match(plain) or _YOU_WROTE.match(plain) or _DATE_ADDRESS.match(plain):
        return True
    dated = _YEAR_OR_TIME.search(plain) is not None
    addressed = _ADDRESS.search(plain) is not None
    if plain[-1] not in ":：":
        return dated and addressed and _ENDS.search(plain) is not None
    if not _VERB.search(plain):
        return False
    if not _ENDS.search(plain):  # who wrote, or when, stands behind the verb
        return dated and addressed
    begins = _BEGINS.match(plain) is not None
    return (begins and (dated or addressed)) or (addressed and len(plain) < 120)


def attribution_at(lines: list[str], place: int) -> int:
    """How many lines from here are one attribution; 0: none begins here."""
    first = lines[place]
    if not first.strip() or not _may_begin(first):
        return 0
    if _says_who(lines, place):
        return 1
    joined = ""
    for count in range(_WRAPPED):
        if place + count >= len(lines) or (count and not lines[place + count].strip()):
            return 0
        joined = f"{joined} {lines[place + count].strip()}".strip()
        if is_attribution(joined) and (count == 0 or _BEGINS.match(joined) or _names(first)):
            return count + 1
        if (
            count == 0
            and joined.endswith((".", "!", "?", ":"))
            and not _YEAR_OR_TIME.search(joined)
        ):
            return 0
    return 0


def _says_who(lines: list[str], place: int) -> bool:
    """ "Jan Kowalski napisał(a):" right above a quotation, without a date."""
    line = lines[place].strip()
    if len(line) > 120 or line[-1] not in ":：" or not _ENDS.search(line):
        return False
    following = next((one for one in lines[place + 1 : place + 3] if one.strip()), "")
    return following.lstrip()[:1] == ">"


def _may_begin(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    return bool(_BEGINS.match(line)) or line.rstrip().endswith((":", "：")) or _names(line)


def _names(line: str) -> bool:
    """Somebody's address and a verb of writing, with the date wrapped to the next line."""
    return has_address(line) and _VERB.search(line) is not None


def header_block_at(lines: list[str], place: int) -> int:
    """How many lines from here are "Od: … Wysłano: … Do: … Temat: …"; 0: no such block."""
    first = _label(lines[place])
    if first not in {"from", "sent", "subject", "to"}:
        return 0
    seen, count, empty, wrapped = {first}, 1, 0, 0
    while place + count < len(lines) and count < 20:
        line = lines[place + count]
        label = _label(line)
        if label:
            seen.add(label)
            empty = wrapped = 0
        elif not line.strip():
            empty += 1
            if empty > 1 or len(seen) > 2:
                break
        elif wrapped < 3 and not empty and len(seen & {"subject"}) == 0:
            wrapped += 1
        else:
            break
        count += 1
    enough = "from" in seen and len(seen) >= 3 and seen & {"sent", "subject"}
    return count if enough or (seen >= {"from", "sent"} and has_address(lines[place])) else 0


def _label(line: str) -> str:
    found = _LABEL.match(line[:200])
    return found.lastgroup or "" if found else ""


def has_address(line: str) -> bool:
    return _ADDRESS.search(line) is not None


def is_original_message(line: str) -> bool:
    if len(line) > _LONGEST or len(line) < 12:
        return False
    return bool(_ORIGINAL.match(line) or _BARE_ORIGINAL.match(line))


def is_forward(line: str) -> bool:
    return len(line) <= _LONGEST and _FORWARD.match(line) is not None
