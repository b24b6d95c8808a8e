"""Ready texts: the list, one of them with its history, a new one, what it looks like."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.accounts.queries import names_of
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.ready_texts import LIMITS, ReadyTextForm, initial_of
from kck.backoffice.pages import LANGUAGE_NAMES, page
from kck.foundation import clock
from kck.foundation.text import _, fold, localized
from kck.replies import queries
from kck.replies.commands import TextOvertaken, UnusableText, undo_text, write_text
from kck.replies.terms import LANGUAGES, VARIABLE_LABELS, VARIABLES, Purpose, ReadyText

SECTION = "ready-texts"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the list."""

    row: queries.TextRow
    name: str
    body: str
    purposes: list[Any]
    limits: int


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A line of the history, with a name in the place of an id."""

    text: ReadyText
    by: str
    coming: bool


@require_safe
def texts(request: StaffRequest) -> HttpResponse:
    asked, purpose = fold(request.GET.get("q", ""))[:80], request.GET.get("purpose", "")
    lines = [
        _line(row)
        for row in queries.texts(clock.today())
        if asked
        in fold(" ".join([row.text.code, *row.text.names.values(), *row.text.bodies.values()]))
        and (not purpose or purpose in row.text.limits.purposes)
    ]
    context = {
        "lines": lines,
        "asked": request.GET.get("q", ""),
        "purpose": purpose,
        "purposes": list(Purpose),
    }
    return page(request, "ready_texts.html", context, section=SECTION)


def _line(row: queries.TextRow) -> Line:
    limits = row.text.limits
    return Line(
        row=row,
        name=localized(row.text.names),
        body=localized(row.text.bodies),
        purposes=[Purpose(one).label for one in limits.purposes if one in set(Purpose)],
        limits=sum(len(getattr(limits, name)) for name in LIMITS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = ReadyTextForm(request.POST or None, initial=initial_of(None, 0))
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        code = form.cleaned_data["code"]
        if queries.editions_of(code):
            form.add_error("code", _("Taki kod już jest. Wybierz inny."))
        elif _written(request, code, form):
            return redirect("backoffice:ready-text", code)
    return _shown(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: StaffRequest, code: str) -> HttpResponse:
    editions = queries.editions_of(code)
    if not editions:
        raise Http404
    newest = max(one.id for one in editions)
    form = ReadyTextForm(
        request.POST or None, code=code, initial=initial_of(_opened(request, editions), newest)
    )
    if request.method != "POST":
        return _shown(request, form, editions)
    if "undo" in request.POST:
        return _undo(request, code)
    if "preview" not in request.POST and form.is_valid() and _written(request, code, form):
        return redirect("backoffice:ready-text", code)
    return _shown(request, form, editions)


def _undo(request: StaffRequest, code: str) -> HttpResponse:
    """The newest edition, as the page showed it, is taken back."""
    seen = request.POST["undo"]
    try:
        number = int(seen) if seen.isdecimal() else 0
        undo_text(code, seen=number, at=clock.now(), by=request.actor)
    except TextOvertaken:
        banners.error(request, str(_("Ktoś zapisał tymczasem inną wersję. Zobacz ją w historii.")))
    else:
        banners.success(request, str(_("Cofnięto ostatnią zmianę.")))
    left = queries.editions_of(code)
    return redirect("backoffice:ready-text", code) if left else redirect("backoffice:ready-texts")


@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """The fragment that follows the typing."""
    form = ReadyTextForm(request.POST, code="-")
    return page(request, "ready_text.html#preview", {"previews": _previews(form)})


def _written(request: StaffRequest, code: str, form: ReadyTextForm) -> bool:
    given = form.cleaned_data
    try:
        write_text(
            code,
            names=form.words("name"),
            bodies=form.words("body"),
            limits=form.limits,
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            seen=given["seen"] or 0,
            at=clock.now(),
            by=request.actor,
        )
    except UnusableText as problem:
        for sentence in problem.problems:
            form.add_error(None, sentence)
        return False
    except TextOvertaken:
        newest = max(one.id for one in queries.editions_of(code))
        form.data = sent = request.POST.copy()
        sent["seen"] = str(newest)
        form.add_error(
            None,
            _(
                "Ktoś zapisał tymczasem inną wersję: jest w historii. Zapisz jeszcze raz, "
                "aby obowiązywała Twoja."
            ),
        )
        return False
    banners.success(request, str(_("Zapisano. Poprzednia wersja jest w historii.")))
    return True


def _opened(request: StaffRequest, editions: list[ReadyText]) -> ReadyText:
    """Today's edition, or the one asked for from the history."""
    today = clock.today()
    for one in editions:
        if str(one.id) == request.GET.get("edition"):
            return one
    begun = [one for one in editions if one.valid_from <= today]
    return (begun or editions[-1:])[0]


def _shown(
    request: StaffRequest, form: ReadyTextForm, editions: list[ReadyText] | None
) -> HttpResponse:
    context = {
        "form": form,
        "code": editions[0].code if editions else "",
        "name": localized(editions[0].names) if editions else "",
        "languages": [
            (LANGUAGE_NAMES[one], one, form[f"name_{one}"], form[f"body_{one}"])
            for one in LANGUAGES
        ],
        "limits": [form[name] for name in LIMITS],
        "variables": [
            ("{{" + name + "}}", VARIABLE_LABELS[name], sample)
            for name, sample in VARIABLES.items()
        ],
        "previews": _previews(form),
        "history": _history(editions or []),
        "newest": max((one.id for one in editions or []), default=0),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "ready_text.html", context, section=SECTION, status=status)


def _previews(form: ReadyTextForm) -> list[tuple[str, str, str, str]]:
    return [(LANGUAGE_NAMES[one], one, name, body) for one, name, body in form.previews()]


def _history(editions: list[ReadyText]) -> list[Edition]:
    ids = {one.author: one.author.partition("staff:")[2] for one in editions}
    names = names_of({int(one) for one in ids.values() if one})
    today = clock.today()
    return [
        Edition(
            text=one,
            by=names.get(int(ids[one.author]), "") if ids[one.author] else str(_("pliki miasta")),
            coming=one.valid_from > today,
        )
        for one in editions
    ]
