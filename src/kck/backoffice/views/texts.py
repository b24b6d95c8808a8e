"""Message texts: the list, one text in one language, its preview, back to the shipped words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.accounts.queries import names_of
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.texts import WordsForm
from kck.backoffice.pages import LANGUAGE_NAMES, page
from kck.foundation import clock
from kck.foundation.text import _
from kck.messaging import commands, queries
from kck.messaging.registry import LANGUAGES, MessageText
from kck.messaging.terms import Words

SYNTAX = _(
    "W wiadomości w tym miejscu będzie to, co po prawej. Między {{#nazwa}} i {{/nazwa}} stoi to, "
    "co widać tylko wtedy, gdy jest co wstawić; między {{^nazwa}} i {{/nazwa}} odwrotnie."
)

RESIDENTS, STAFF = _("Do mieszkańców"), _("Do jednostek, pracowników i innych systemów")
FRAMES = _("Wokół każdej wiadomości")


@dataclass(frozen=True, kw_only=True)
class Variable:
    tag: str
    sample: str
    must: bool


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A line of the history, with a name in the place of an id."""

    row: queries.EditionRow
    by: str
    coming: bool


@require_safe
def texts(request: StaffRequest) -> HttpResponse:
    context = {"groups": _by_reader(queries.texts(clock.now())), "languages": LANGUAGE_NAMES}
    return page(request, "texts.html", context, section="texts")


def _by_reader(rows: list[queries.TextRow]) -> list[tuple[Any, list[queries.TextRow]]]:
    """Letters to residents first: they are what a city changes most."""
    groups: dict[Any, list[queries.TextRow]] = {RESIDENTS: [], STAFF: [], FRAMES: []}
    titles = {"cases": RESIDENTS, "messaging": FRAMES}
    for row in rows:
        groups[titles.get(row.key.split(".")[0], STAFF)].append(row)
    return [(title, found) for title, found in groups.items() if found]


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: StaffRequest, key: str, language: str) -> HttpResponse:
    """Without a script the button "preview" sends the form here too, and nothing is saved."""
    found, at = _text(key, language), clock.now()
    history = queries.history(key, language)
    if request.method != "POST":
        return _shown(request, found, language, _opened(request, found, language, history, at))
    form = _form(found, history, at, data=request.POST)
    if "preview" in request.POST:
        form.is_valid()
        return _shown(request, found, language, form, status=422 if form.errors else 200)
    if not form.is_valid():
        return _shown(request, found, language, form, status=422)
    if form.overtaken:
        return _overtaken(request, found, language, form, history)
    commands.edit_text(
        key, language, form.words, since=form.cleaned_data["since"], at=at, by=request.actor
    )
    banners.success(request, str(_("Zapisano nowe słowa.")))
    return redirect("backoffice:text", key, language)


@require_POST
def preview(request: StaffRequest, key: str, language: str) -> HttpResponse:
    """The fragment that follows the typing."""
    found, at = _text(key, language), clock.now()
    form = _form(found, [], at, data=request.POST)
    return page(request, "text.html#preview", {"preview": _preview(found, language, form.words)})


@require_POST
def default(request: StaffRequest, key: str, language: str) -> HttpResponse:
    _text(key, language)
    commands.restore_default(key, language, at=clock.now(), by=request.actor)
    banners.success(request, str(_("Przywrócono słowa dostarczone z systemem.")))
    return redirect("backoffice:text", key, language)


def _text(key: str, language: str) -> MessageText:
    found = queries.text(key)
    if found is None or language not in LANGUAGES:
        raise Http404
    return found


def _form(
    text: MessageText, history: list[queries.EditionRow], at: datetime, **given: Any
) -> WordsForm:
    latest = max((row.id for row in history), default=0)
    return WordsForm(**given, text=text, at=at, latest=latest)


def _opened(
    request: StaffRequest,
    text: MessageText,
    language: str,
    history: list[queries.EditionRow],
    at: datetime,
) -> WordsForm:
    """With today's words, or with those of the edition asked for from the history."""
    words = queries.words(text.key, language, at)
    for row in history:
        if str(row.id) == request.GET.get("edition") and not row.default:
            words = Words(subject=row.subject, body=row.body)
    form = _form(text, history, at)
    form.initial = {"subject": words.subject, "body": words.body, "seen": form.latest}
    return form


def _overtaken(
    request: StaffRequest,
    text: MessageText,
    language: str,
    form: WordsForm,
    history: list[queries.EditionRow],
) -> HttpResponse:
    newest = max(history, key=lambda row: row.id)
    sentence = str(_("%(name)s zapisał(a) tymczasem inne słowa; są w historii pod formularzem."))
    form.add_error(None, sentence % {"name": _people([newest])[newest.author]})
    form.add_error(None, str(_("Zapisz jeszcze raz, aby obowiązywały Twoje.")))
    form.data = {**request.POST.dict(), "seen": str(form.latest)}
    return _shown(request, text, language, form, status=422)


def _shown(
    request: StaffRequest, text: MessageText, language: str, form: WordsForm, *, status: int = 200
) -> HttpResponse:
    at = clock.now()
    words = form.words if form.is_bound else Words(**_initial(form))
    history = queries.history(text.key, language)
    current = next((row for row in history if row.since <= at), None)
    context = {
        "text": text,
        "language": language,
        "languages": _tabs(text.key, language),
        "form": form,
        "variables": _variables(text),
        "syntax": SYNTAX,
        "preview": _preview(text, language, words),
        "history": _history(history, at),
        "own": current is not None and not current.default,
    }
    return page(request, "text.html", context, section="texts", status=status)


def _initial(form: WordsForm) -> dict[str, str]:
    return {name: str(form.initial.get(name, "")) for name in ("subject", "body")}


def _preview(text: MessageText, language: str, words: Words) -> queries.Preview:
    return queries.preview(
        text.key, language, subject=words.subject, body=words.body, at=clock.now()
    )


def _variables(text: MessageText) -> list[Variable]:
    return [
        Variable(tag="{{" + name + "}}", sample=sample, must=name in text.must)
        for name, sample in text.variables.items()
    ]


def _tabs(key: str, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": LANGUAGE_NAMES[one],
            "href": f"../{one}/",
            "current": one == language,
            "count": None,
        }
        for one in LANGUAGES
    ]


def _history(rows: list[queries.EditionRow], at: datetime) -> list[Edition]:
    people = _people(rows)
    return [Edition(row=row, by=people[row.author], coming=row.since > at) for row in rows]


def _people(rows: list[queries.EditionRow]) -> dict[str, str]:
    """Author as kept ("staff:12") -> a name for the screen."""
    ids = {row.author: row.author.partition("staff:")[2] for row in rows}
    names = names_of({int(one) for one in ids.values() if one})
    return {
        author: names.get(int(one), author) if one else str(_("System"))
        for author, one in ids.items()
    }
