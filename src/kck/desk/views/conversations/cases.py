"""What a conversation asks to be done becomes cases: proposed by the machine, said by a person."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kck.conversations.commands import ChangedMeanwhile, expect_unchanged, into_cases
from kck.conversations.commands.into_cases import MOST_PARTS
from kck.conversations.queries.thread import FileRow, ThreadPage, matters_of
from kck.conversations.rules import IllegalStep
from kck.conversations.terms import Part, Way
from kck.desk.doors import StaffRequest
from kck.desk.forms.conversation_cases import MatterForm
from kck.desk.pages import page
from kck.desk.views.conversations.found import of_thread
from kck.directory.terms import FORMAL_KINDS, CaseKind
from kck.foundation import clock, numbers
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _, fold, ngettext
from kck.foundation.verdict import Refused
from kck.triage.terms import Matter

_NOWHERE = "0"
_LIKELY = 0.4
_BY_CAMERAS = ("img", "dsc", "photo", "zdjec")  # how files are named by themselves


@require_http_methods(["GET", "HEAD", "POST"])
@of_thread
def cases(request: StaffRequest, talk: ThreadPage) -> HttpResponseBase:
    """Each matter becomes a case; the page begins with what the machine sees."""
    if talk.erased or talk.merged_into or talk.latest_in is None:
        raise Http404
    if request.method != "POST":
        return _page(request, talk, _suggested(request, talk))
    forms = _sent(request)
    if "more" in request.POST:
        return _page(request, talk, [*forms, MatterForm(prefix=str(len(forms)))][:MOST_PARTS])
    if not all(form.is_valid() for form in forms):
        return _page(request, talk, forms, status=422)
    seen = request.POST.get("seen", "")
    try:
        with unit_of_work():
            version = int(seen) if seen.isdecimal() else 0
            expect_unchanged(talk.id, version=version, by=request.actor)
            opened = into_cases(
                talk.id,
                parts=_chosen(request, talk, forms),
                close="stays" not in request.POST,
                at=clock.now(),
                by=request.actor,
            )
    except ChangedMeanwhile:
        problem = str(_("Ktoś zmienił tę rozmowę albo przyszły nowe słowa. Przeczytaj i wyślij."))
        return _page(request, talk, forms, status=422, problem=problem)
    except (IllegalStep, Refused) as refused:
        return _page(request, talk, forms, status=422, problem=str(refused))
    shown = ", ".join(numbers.display(one.number) for one in opened)
    said = ngettext("Przyjęto sprawę %(numbers)s.", "Przyjęto sprawy: %(numbers)s.", len(opened))
    messages.success(request, said % {"numbers": shown})
    return redirect("desk:thread", talk.id)


def _suggested(request: StaffRequest, talk: ThreadPage) -> list[MatterForm]:
    """A form for each matter; `?one`: all of it is one."""
    latest = talk.latest_in
    whole = latest.text if latest else ""
    matters = [] if "one" in request.GET else matters_of(talk.id, at=clock.now())[:MOST_PARTS]
    if len(matters) < 2:
        first = next(iter(matters or matters_of(talk.id, at=clock.now())), None)
        return [_form(0, first, whole, talk)]
    return [_form(n, matter, matter.text, talk) for n, matter in enumerate(matters)]


def _form(n: int, matter: Matter | None, text: str, talk: ThreadPage) -> MatterForm:
    initial: dict[str, Any] = {"text": text, "take": True, "kind": talk.kind if n == 0 else ""}
    if matter is not None:
        best = matter.categories[0] if matter.categories else None
        sure = best is not None and (matter.sure or best.probability >= _LIKELY)
        initial["category"] = best.code if best is not None and sure else ""
        if matter.kind in FORMAL_KINDS and not talk.kind:
            initial["kind"] = str(matter.kind)
        initial |= _place(matter)
    suggested = matter.categories[:3] if matter else ()
    return MatterForm(prefix=str(n), initial=initial, suggested=suggested)


def _place(matter: Matter) -> dict[str, Any]:
    for one in matter.place_candidates:
        if one.lat is not None and one.lon is not None:
            return {"address": one.label, "lat": one.lat, "lon": one.lon}
    return {"address": next((one.text for one in matter.place_candidates), "")}


def _sent(request: StaffRequest) -> list[MatterForm]:
    raw = request.POST.get("parts", "")
    count = min(int(raw), MOST_PARTS) if raw.isdecimal() and len(raw) < 3 else 1
    return [MatterForm(request.POST, prefix=str(n)) for n in range(max(count, 1))]


def _chosen(request: StaffRequest, talk: ThreadPage, forms: Sequence[MatterForm]) -> list[Part]:
    """Those with words that were not left out; a photo goes where it was sent."""
    photos = photos_in(talk)
    return [
        Part(
            text=form.cleaned_data["text"],
            category=form.cleaned_data["category"],
            kind=form.cleaned_data["kind"],
            spot=form.spot,
            files=tuple(
                one.id
                for one in photos
                if request.POST.get(f"photo-{one.id}", _NOWHERE) == str(n + 1)
            ),
        )
        for n, form in enumerate(forms)
        if form.cleaned_data["text"] and form.cleaned_data["take"]
    ]


def photos_in(talk: ThreadPage) -> list[FileRow]:
    """That came with words of its writer; a picture of a signature is none."""
    posts = [one for one in talk.posts if one.way == Way.IN]
    return [
        one for post in posts for one in post.files if one.is_photo and one.file and not one.inline
    ]


def _whose(photo: FileRow, forms: Sequence[MatterForm]) -> str:
    """By its name, else the first part."""
    words = fold(photo.name.rpartition(".")[0]).replace("_", " ").replace("-", " ").split()
    stems = {word[:5] for word in words if len(word) > 3 and not word.startswith(_BY_CAMERAS)}
    for n, form in enumerate(forms):
        said = fold(str(form["text"].value() or ""))
        if any(stem in said for stem in stems):
            return str(n + 1)
    return "1"


def _page(
    request: StaffRequest,
    talk: ThreadPage,
    forms: Sequence[MatterForm],
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    posted = request.method == "POST"
    photos = [
        (one, request.POST.get(f"photo-{one.id}", _NOWHERE) if posted else _whose(one, forms))
        for one in photos_in(talk)
    ]
    context = {
        "nav_view": "inbox",
        "talk": talk,
        "latest": talk.latest_in,
        "parts": forms,
        "photos": photos,
        "places": [str(n + 1) for n in range(len(forms))],
        "problem": problem,
        "most": MOST_PARTS,
        "one": "one" in request.GET,
        "kinds": CaseKind,
    }
    return page(request, "conversations/cases.html", context, status=status)
