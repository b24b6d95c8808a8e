# ruff: noqa: E501 - mails have long lines
"""How the mail programs of residents quote the mail that they answer."""

from html import escape

US = "Centrum Kontaktu Kraków <kontakt@krakow.example>"
NAME, ADDRESS = "Centrum Kontaktu Kraków", "kontakt@krakow.example"
THEM = "Jan Kowalski <jan@poczta.example>"


def _marked(text, mark="> "):
    return "\n".join(f"{mark}{line}".rstrip() for line in text.rstrip("\n").split("\n"))


def _block(words, subject, joiner="\n"):
    from_, sent, to, about = words
    return joiner.join(
        (
            f"{from_}: {US}",
            f"{sent}: środa, 4 marca 2026 10:12",
            f"{to}: {THEM}",
            f"{about}: {subject}",
        )
    )


_PL = ("Od", "Wysłane", "Do", "Temat")
_UK = ("Від", "Надіслано", "Кому", "Тема")
_EN = ("From", "Sent", "To", "Subject")
# name -> (what stands above the quotation, is it marked with ">")
_ATTRIBUTIONS = {
    "gmail": f"śr., 4 mar 2026 o 10:12 {US} napisał(a):",
    "gmail, the elder": f"W dniu 4 marca 2026 10:12 {US}\nnapisał(a):",
    "gmail with a wrapped address": f"śr., 4 mar 2026 o 10:12 {NAME} <\n{ADDRESS}> napisał(a):",
    "gmail in english": f"On Wed, Mar 4, 2026 at 10:12 AM {US}\nwrote:",
    "gmail in ukrainian": f"ср, 4 бер. 2026 р. о 10:12 {US} пише:",
    "thunderbird": f"W dniu 4.03.2026 o 10:12, {NAME} pisze:",
    "thunderbird in english": f"On 04/03/2026 10:12, {NAME} wrote:",
    "thunderbird in ukrainian": f"04.03.26 10:12, {NAME} пише:",
    "roundcube": f"W dniu 2026-03-04 10:12, {NAME} napisał(a):",
    "proton": f"W dniu środa, 4 marca 2026 10:12, {US} napisał(a):",
    "onet": f"W dniu 2026-03-04 10:12:33 użytkownik {US} napisał:",
    "apple mail": f"Wiadomość napisana przez {US} w dniu 4 mar 2026, o godz. 10:12:",
    "k-9": f"Dnia 4 marca 2026 10:12:33 CET, {US} napisał(a):",
}
_UNMARKED = {
    "wp": f"Dnia 4 marca 2026 10:12 {US} napisał(a):",
    "o2": f"W dniu 2026-03-04 10:12:33 użytkownik {US} napisał:",
    "yahoo": f"W dniu środa, 4 marca 2026 10:12:33 CET użytkownik {US} napisał:",
    "ukr.net": f'4 березня 2026, 10:12:33, від "{NAME}" <{ADDRESS}>:',
}


def quoted_as_text(answer, text, subject):
    """name -> the whole text of the answer, and what of it is no answer's word but a telephone's"""
    found = {
        name: (f"{answer}\n\n{head}\n\n{_marked(text)}\n", "")
        for name, head in _ATTRIBUTIONS.items()
    }
    found |= {name: (f"{answer}\n\n\n{head}\n\n{text}\n", "") for name, head in _UNMARKED.items()}
    return found | {
        "outlook": (f"{answer}\n\n{_block(_PL, subject)}\n\n{text}", ""),
        "outlook in english": (f"{answer}\n\n{_block(_EN, subject)}\n\n{text}", ""),
        "outlook in ukrainian": (f"{answer}\n\n{_block(_UK, subject)}\n\n{text}", ""),
        "outlook, the elder": (
            f"{answer}\n\n-----Original Message-----\n{_block(_EN, subject)}\n\n{text}",
            "",
        ),
        "outlook for ios": (
            f"{answer}\n\nPobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>\n"
            f"________________________________\n{_block(_PL, subject)}\n\n{text}",
            "Pobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>",
        ),
        "iphone": (
            f"{answer}\n\nWysłane z iPhone’a\n\n> Wiadomość napisana przez {US} w dniu 4 mar 2026, "
            f"o godz. 10:12:\n> \n{_marked(text, '> ')}\n",
            "Wysłane z iPhone’a",
        ),
        "samsung": (
            f"{answer}\n\n\nWysłano z mojego urządzenia Galaxy\n\n-------- Oryginalna wiadomość "
            f"--------\nOd: {US}\nData: 04.03.2026 10:12 (GMT+01:00)\nDo: {THEM}\n"
            f"Temat: {subject}\n\n{text}",
            "Wysłano z mojego urządzenia Galaxy",
        ),
        "android in ukrainian": (
            f"{answer}\n\nНадіслано з мого телефону\n\n{_block(_UK, subject)}\n\n{text}",
            "Надіслано з мого телефону",
        ),
        "interia": (
            f"{answer}\n\n{_marked(_block(('Od', 'Data', 'Do', 'Temat'), subject))}\n{_marked(text)}",
            "",
        ),
        "wp on a telephone": (
            f"{answer}\n\nWysłano z aplikacji WP Poczta\n\nDnia 4 marca 2026 10:12 {US} "
            f"napisał(a):\n\n{text}",
            "Wysłano z aplikacji WP Poczta",
        ),
    }


def quoted_as_page(answer, page, subject):
    """name -> an HTML answer; its plain text is made from it"""
    inner = page.partition("<body")[2].partition(">")[2].partition("</body>")[0]
    said = "<br>".join(escape(line) for line in answer.split("\n"))
    header = "<br>".join(
        f"<b>{words}:</b> {escape(value)}"
        for words, value in zip(_PL, (US, "środa, 4 marca 2026 10:12", THEM, subject), strict=True)
    )
    return {
        "gmail": f'<div dir="ltr">{said}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">śr., 4 mar 2026 o 10:12 {escape(US)} napisał(a):<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{inner}</blockquote></div>',
        "thunderbird": f'<p>{said}</p><div class="moz-cite-prefix">W dniu 4.03.2026 o 10:12, {NAME} '
        f'pisze:<br></div><blockquote type="cite" cite="mid:1@x">{inner}</blockquote>',
        "apple mail": f'{said}<br><div><br><blockquote type="cite"><div>Wiadomość napisana przez '
        f"{escape(US)} w dniu 4 mar 2026, o godz. 10:12:</div><br><div>{inner}</div></blockquote></div>",
        "outlook on the web": f'<div class="elementToProof">{said}</div><div id="appendonsend"></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f"{header}<div>&nbsp;</div></div><div>{inner}</div>",
        "outlook": f'<div class="WordSection1"><p class="MsoNormal">{said}<o:p></o:p></p><div>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{header}<o:p></o:p></p></div></div>{inner}</div>',
        "yahoo": f'<div>{said}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>W dniu środa, 4 '
        f"marca 2026 10:12:33 CET użytkownik {escape(US)} napisał:</div><div>{inner}</div></div>",
        "a program in a language unknown here": f"<p>{said}</p><blockquote><p>{NAME} nimagala kpaakpa:"
        f"</p>{inner}</blockquote>",
    }
