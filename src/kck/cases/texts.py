"""Which letters there are about a case, with their gaps. Their words are in `letters/`."""

from collections import ChainMap

from kck.cases.letters import duty, en, formal, pl, uk
from kck.cases.letters.short import SHORT, SHORT_MUST
from kck.foundation.text import _
from kck.messaging.registry import MessageText, register
from kck.messaging.terms import STAFF_FRAME

_LINK = "https://kontakt.example/s/Zb2hTq0d"
# every letter may speak of these
_COMMON = {
    "number": "26-004512-8",
    "category": "Uszkodzona nawierzchnia jezdni",
    "unit": "Zarząd Dróg Miasta Krakowa",
    "place": "ul. Długa 12",
    "site": "https://kontakt.example",
    "case_url": _LINK,
}
_PROMISE = {"promise": "zabezpieczymy dziś do 18.00, naprawimy do 12 grudnia"}
_REASON = {"reason": "Ten odcinek utrzymuje inna jednostka."}
_LEGAL = {"legal": "do 2 marca"}
_CHECKING = {"checking": ""}
_FILING = {
    "unfiled": "1",
    "ways": "e-Doręczenia: AE:PL-12345-67890-ABCDE-12\nNa papierze: Urząd Miasta, Rynek 1",
}
_REPLY = {"reply_url": f"{_LINK}#reply"}
_DISAGREE = {"disagree_url": f"{_LINK}#disagree"}
_REOPEN = {"reopen_until": "do 11 stycznia 2027 r."}
_WORDS = {"words": "Ubytek został uzupełniony masą na gorąco."}
_OUTCOME = {"outcome": "zrobione"}
_OWN = {"own_number": ""}
_INTO = {"into_number": "26-004498-1"}

_REPORTER = {"pl": pl.BECAUSE_REPORTED, "en": en.BECAUSE_REPORTED, "uk": uk.BECAUSE_REPORTED}
_FOLLOWER = {"pl": pl.BECAUSE_JOINED, "en": en.BECAUSE_JOINED, "uk": uk.BECAUSE_JOINED}


def _letter(key: str, about: object, *samples: dict[str, str], must: str = "number") -> None:
    variables = dict(ChainMap(*samples, _COMMON))
    register(
        MessageText(
            key=key,
            about=about,
            variables=variables,
            must=frozenset(must.split()),
            why=_FOLLOWER if key.endswith("_too") else _REPORTER,
            short=SHORT.get(key, {}),
            short_must=frozenset(SHORT_MUST.get(key, "number").split()),
            defaults=formal.LETTERS.get(key)
            or {"pl": pl.LETTERS[key], "en": en.LETTERS[key], "uk": uk.LETTERS[key]},
        )
    )


_letter(
    "cases.acknowledged",
    _("Potwierdzenie: sprawa przyjęta"),
    _PROMISE,
    _LEGAL,
    _CHECKING,
    _FILING,
    {"call": "986 (Straż Miejska)", "code": "4821 0937"},
    must="number code case_url",
)
_ITEMS = {"items": "- zajmuje się nią inna jednostka\n  To alejka w parku.\n- zaplanowaliśmy prace"}
_letter("cases.news", _("Kilka wiadomości o sprawie naraz"), _PROMISE, _ITEMS, must="number items")
_letter("cases.daily", _("Raz dziennie o wielu sprawach"), _ITEMS, must="items")
_letter("cases.forwarded", _("Sprawę prowadzi inna jednostka"), _REASON, _PROMISE, must="unit")
_letter("cases.recategorised", _("Ustalono, kto się zajmie sprawą"), _PROMISE, must="unit")
_letter(
    "cases.requalified",
    _("Zmieniono rodzaj sprawy"),
    {"kind": "skarga"},
    _REASON,
    _LEGAL,
    _FILING,
    must="kind legal",
)
_letter("cases.scheduled", _("Zaplanowano prace"), {"day": "12 grudnia"}, _WORDS, must="day words")
_letter(
    "cases.asked",
    _("Pytanie do zgłaszającego"),
    {"question": "Przy którym wejściu jest uszkodzona lampa?", "until": "do 7 lutego"},
    _REPLY,
    must="question until reply_url",
)
_letter("cases.waiting_ended", _("Nie czekamy dłużej na odpowiedź"), _PROMISE, _REPLY)
_letter(
    "cases.answered",
    _("Odpowiedź dla zgłaszającego"),
    {"answer": "Wymiana lampy jest zamówiona."},
    must="answer",
)
_letter(
    "cases.done",
    _("Wykonane: prośba o potwierdzenie"),
    _OUTCOME,
    _WORDS,
    _DISAGREE,
    {"confirm_url": f"{_LINK}#confirm", "closes": "16 lutego", "photo": "1"},
    must="outcome words confirm_url disagree_url closes",
)
_letter("cases.confirmed", _("Podziękowanie za potwierdzenie"), _REOPEN)
_letter("cases.closed", _("Zamknięta, bo nikt się nie sprzeciwił"), _REOPEN, _DISAGREE)
_letter(
    "cases.closed_outright",
    _("Załatwiona od razu: odpowiedź"),
    _OUTCOME,
    _WORDS,
    _REOPEN,
    _DISAGREE,
    must="words",
)
_letter("cases.reopened", _("Otwarta ponownie przez miasto"), _REASON, _PROMISE)
_letter("cases.disputed", _("Zgłaszający się nie zgadza"), _CHECKING, _PROMISE)
_letter("cases.merged", _("Połączona z inną sprawą"), _INTO)
_letter(
    "cases.split",
    _("Kilka kwestii w zgłoszeniu: kilka spraw"),
    {"others": f"26-004520-3: Wiata przystankowa\nZarząd Transportu Publicznego\n{_LINK}"},
    must="number others",
)
_letter("cases.unmerged", _("Rozłączona: jednak osobna sprawa"))
_letter(
    "cases.done_too",
    _("Wykonane: do tych, którzy zgłosili to samo"),
    _OUTCOME,
    _WORDS,
    _OWN,
    must="outcome",
)
_letter(
    "cases.closed_too",
    _("Zamknięta: do tych, którzy zgłosili to samo"),
    _OUTCOME,
    _OWN,
    must="outcome",
)
_letter("cases.merged_too", _("Połączona: do tych, którzy zgłosili to samo"), _INTO)
_letter(
    "cases.prolonged",
    _("Przedłużenie terminu ustawowego (art. 36 k.p.a.)"),
    {"reason": "Czekamy na opinię konserwatora zabytków.", "before": "do 2 marca"},
    {"instruction": "Możesz wnieść ponaglenie (art. 37 k.p.a.).", "kind": "skarga"},
    _LEGAL,
    must="reason legal instruction",
)
_KEPT = {
    "kept": "1",
    "broken": "",
    "again": "",
    "due": "31 grudnia 2027 r.",
    "programme": "Program remontów chodników",
}
_letter("cases.commitment", _("Co się stało z zobowiązaniem"), _KEPT, _WORDS, must="words")
_letter(
    "cases.commitment_too",
    _("Co się stało z zobowiązaniem: do tych, którzy zgłosili to samo"),
    _KEPT,
    _OWN,
)
_letter(
    "cases.author_asked",
    _("Prośba o imię, nazwisko i adres (skargi)"),
    {"kind": "skarga", "until": "do 7 lutego"},
    _REPLY,
    must="until reply_url",
)
register(
    MessageText(
        frame=STAFF_FRAME,
        key="cases.danger_unseen",
        about=_("Do dyżurnego: zagrożenie, którego nikt jeszcze nie zobaczył"),
        variables={
            **{name: _COMMON[name] for name in ("number", "category", "place")},
            "since": "dziś o 22.14",
            "words": "Czuć gaz na klatce schodowej",
            "calls": "992, 112",
            "case_url": "https://kontakt.example/desk/case/260045128/",
        },
        must=frozenset({"number", "case_url"}),
        why=duty.BECAUSE_ON_DUTY,
        defaults=duty.DANGER_UNSEEN,
    )
)
