"""What stands below the last sentence: delimiters, telephones' adverts, cards, disclaimers."""

import re

from kck.channels.email.parsing.limits import MAX_LINE, MAX_LINES

_DELIMITER = re.compile(r"\s*(?:--|––|—|__|- -|-- --)\s*\Z")
_DASHES = re.compile(r"\s*(?:[-_=*~#+]\s?){2,}\Z|\s*ᐧ\s*\Z")
_LIST_FOOTER = re.compile(r"\s*(?:_{20,}|[\u2013\u2014\u2500]{3,})\s*\Z")
_MOBILE = re.compile(
    r"[\s>*_<(\[—–-]*(?:"
    r"wysłan[eoya]\s+(?:z|ze|za pomocą|przy użyciu|przez|od|w)\b(?:.{0,90})(?:iphone|ipad|ipod"
    r"|android|samsung|galaxy|huawei|xiaomi|redmi|motorola|smartfon|telefon|komórk|urządzenia"
    r"|mobiln|tablet|outlook|gmail|poczt|wirtualnej polski|onet|interia|o2|wp\b|yahoo|proton"
    r"|blue ?mail|mail|thunderbird|app\b|aplikacji|windows|nokia|sony|honor|oppo|realme|oneplus"
    r"|lg\b|my phone|play|orange|t-mobile|plus).{0,80}"
    r"|pobierz (?:aplikację )?outlook(?:a)? (?:dla|na|w) .{1,60}"
    r"|(?:sent|send) (?:from|via|with|using|by)\b(?: my| the| a| an)? ?.{0,20}(?:iphone|ipad"
    r"|ipod|ios|android|samsung|galaxy|huawei|xiaomi|motorola|smartphone|phone|mobile|tablet"
    r"|outlook|gmail|mail|yahoo|proton|blackberry|windows|sparrow|thunderbird|airmail|nokia|htc"
    r"|ti-\d+|alcatel|cell|pc\b).{0,120}"
    r"|(?:sent from|wysłane z) [a-z]\w{2,20} ?<https?://\S{3,100}>"
    r"|from my (?:iphone|ipad|mobile|phone).{0,40}"
    r"|get \[?outlook for (?:ios|android|mac).{0,80}"
    r"|(?:надіслано|відправлено|отправлено) (?:з|із|зі|с|за допомогою|через|от) .{1,90}"
    r"|(?:von meine[mr] .{1,40} gesendet|gesendet (?:von|mit) .{1,60}|envoyé (?:de|depuis"
    r"|à partir de) (?:mon|ma|outlook) .{1,60}|enviado (?:desde|do|de) m[ie]u? ?.{1,60}"
    r"|inviato (?:da|dal mio) .{1,60}|verzonden (?:met|vanaf) .{1,60}|skickat från .{1,60}"
    r"|sendt fra .{1,60}|lähetetty .{1,60}stä\b.{0,10})"
    r"|diese nachricht wurde von .{1,90} gesendet\.?|從我的 .{1,40} 傳送|someone from mobile"
    r"|sent via mobile"
    r")[\s.>)\]*_]*\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s*_]*(?:(?:serdecznie |gorąco |ciepło |z góry dziękuję i )?pozdrawia(?:m"
    r"|my)(?: (?:serdecznie|gorąco|ciepło|i .{1,30}))?|pozdr\.?|pzdr\.?"
    r"|(?:z|łączę|przesyłam)\s+(?:poważani\w+|wyraz\w+ (?:szacunku|poważania)|pozdrowieni\w+"
    r"|uszanowani\w+|szacunkiem|najlepszymi życzeniami).{0,30}"
    r"|z wyrazami .{1,30}|(?:best|kind|kindest|warm|many)? ?regards|best wishes"
    r"|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|cheers"
    r"|з повагою|з найкращими побажаннями|із повагою|щиро ваш[аі]?|с уважением"
    r"|mit freundlichen grüßen)[\s,.!*_;–-]*\Z",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"[\s*_<„\"]*(?:"
    r"(?:niniejsza|ta|powyższa|otrzymana)\s+(?:wiadomość|korespondencja|przesyłka"
    r"|e-?mail)\b.{0,200}(?:poufn|adresat|przeznaczon|zastrzeż|zawier|tajemnic|prawnie)"
    r"|(?:treść|informacje?|dane)\s+(?:tej|niniejsze|zawarte|przekazane"
    r"|zawarta).{0,160}(?:poufn|adresat|przeznaczon|zastrzeż|tajemnic)"
    r"|ten e-?mail\b.{0,160}(?:poufn|adresat|przeznaczon)|uwaga[:!]?\s.{0,80}(?:poufn|adresat)"
    r"|klauzula (?:poufności|informacyjna)|informacja o poufności|nota prawna|zastrzeżenie[:.]"
    r"|(?:jeśli|jeżeli) nie (?:jest(?:eś| pan).{0,20}|są państwo )\s?(?:właściwym )?adresat"
    r"|administratorem (?:państwa |pani/pana |twoich |pana/pani )?danych osobowych"
    r"|zgodnie z (?:art\.|rozporządzeniem|rodo).{0,120}(?:danych|rodo)"
    r"|(?:zanim|przed) wydruk|pomyśl o środowisku|dbaj o środowisko|chroń(?:my)? (?:środowisko"
    r"|drzewa|lasy)"
    r"|(?:wiadomość |wolna |wolne )?(?:wolna od wirusów|wolne od wirusów|bez wirusów)"
    r"|virus-free\b|this email has been checked for viruses"
    r"|wiadomość (?:została )?sprawdzona? (?:przez|pod kątem)"
    r"|ta wiadomość e-mail została sprawdzona"
    r"|(?:notice:\s+)?(?:this|the) (?:e-?mail|message|communication"
    r"|information)\b.{0,200}(?:confidential|intended (?:only|solely|for)|privileged)"
    r"|confidentiality (?:notice|note)|disclaimer\b|please consider the environment"
    r"|if you are not the intended recipient"
    r"|(?:це|цей|ця|дане|цього) (?:повідомлення|лист|електронн).{0,160}(?:конфіденц|призначен"
    r"|адресат)|конфіденційність|будь ласка, подумайте про"
    r"|sąd rejonowy.{0,200}krs|nip[:\s]+[\d-]{10,13}.{0,60}regon"
    r")",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\+?\d[\d\s().-]{6,}\d)|[^\s@]+@[^\s@]+\.\w+|https?://|www\.\w|\b(?:tel|kom|mob|fax"
    r"|faks|e-?mail|ul|al|os|pl)\.?:?\s+\S"
    r"|\b\d\d-\d{3}\b|\b(?:nip|regon|krs)\b",
    re.IGNORECASE,
)
_NAME_LINES = 2
_LONGEST_NAME = 50
_LONGEST_SIGNATURE = 25
_GENERIC_LINES = 12
_FOOTER_LINES = 6


def cut(lines: list[str]) -> int:
    """Where the signature of these lines begins; their number if they have none."""
    end = len(lines)
    for place in range(min(end, MAX_LINES)):
        if _delimits(lines, place, below=end - place - 1):
            end = place
            break
    start = _disclaimers(lines, end)
    start = _mobile(lines, start)
    start = _contact_below_closing(lines, start)
    return _bare(lines, _mobile(lines, start))


def _delimits(lines: list[str], place: int, *, below: int) -> bool:
    """`-- ` is the standard's; other lines count only where little follows."""
    line = lines[place]
    if _LIST_FOOTER.match(line):
        return below <= _FOOTER_LINES and any(_CONTACT.search(one[:300]) for one in lines[place:])
    if not _DELIMITER.match(line):
        return False
    if line == "-- ":
        return True
    most = _LONGEST_SIGNATURE if line.strip() == "--" else _GENERIC_LINES
    return below <= most and all(len(one) <= 200 for one in lines[place + 1 :])


def _bare(lines: list[str], end: int) -> int:
    """Rows of dashes at the very end say nothing."""
    while end and (not lines[end - 1].strip() or _DASHES.match(lines[end - 1][:200])):
        end -= 1
    return end


def _mobile(lines: list[str], end: int) -> int:
    last, missed = end, 0
    for place in range(end - 1, max(-1, end - 30), -1):
        line = lines[place]
        if not line.strip() or _DASHES.match(line[:200]):
            continue
        if len(line) <= 250 and _MOBILE.match(line):
            last, missed = place, 0
        elif (missed := missed + 1) > 0:
            break
    return last


def _disclaimers(lines: list[str], end: int) -> int:
    """The first paragraph of the last ones that begins as lawyers begin."""
    found = end
    for place in range(end - 1, max(-1, end - 60), -1):
        starts = place == 0 or not lines[place - 1].strip() or _DASHES.match(lines[place - 1][:200])
        if not starts or not lines[place].strip():
            continue
        paragraph = " ".join(lines[place : place + 4])[: min(600, MAX_LINE)]
        if place and _DISCLAIMER.match(paragraph):
            found = place
        elif found < end or end - place > _LONGEST_SIGNATURE:
            break
    return found


def _contact_below_closing(lines: list[str], end: int) -> int:
    """Under "Pozdrawiam" a name of two short lines stays; a visiting card below it goes."""
    for place in range(end - 1, max(-1, end - 20), -1):
        if not _CLOSING.match(lines[place][:120]):
            continue
        kept, position = 0, place + 1
        while position < end and kept < _NAME_LINES:
            line = lines[position]
            if line.strip():
                if len(line.strip()) > _LONGEST_NAME or _CONTACT.search(line):
                    break
                kept += 1
            position += 1
        rest = lines[position:end]
        is_card = any(_CONTACT.search(line[:300]) for line in rest)
        short = all(len(line) < 200 for line in rest)
        return position if rest and is_card and short else end
    return end
