"""Steps of a report: what, where, details. Each page asks one thing and may be left for later."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _, clean
from kck.places import queries as places
from kck.places.terms import Suggestion
from kck.portal import presets
from kck.portal.drafts import MOST_PHOTOS, Draft, Notebook, with_draft
from kck.portal.forms.details import DetailsForm
from kck.portal.forms.report import AS_TYPED, WhatForm, WhereForm
from kck.portal.journey import next_step
from kck.portal.pages import step, within_limit
from kck.portal.presets import Preset
from kck.portal.recognition import recognise, told_place
from kck.portal.uploads import PHOTOS_PER_HOUR, TooMany, remove_photo, take_photos, uuid_of

SUGGESTED = 6


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def what(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """Step 1. Photos that are fine are kept even when something else on the page is not.

    A link may say category, place or object beforehand; the form carries it until it is sent.
    """
    groups = snapshot(clock.now()).public_groups
    draft = notebook.draft
    if request.method != "POST":
        asked = presets.read(request.GET.dict(), at=clock.now())
        preset = asked.preset or presets.preset_of(draft)
        form = WhatForm(groups=groups, initial=_typed_before(draft, asked.preset))
        return _what(request, draft, form, preset=preset, problems=asked.problems)
    preset = presets.unseal(request.POST.get("preset", ""))
    typed = {"text": request.POST.get("text", ""), "group": request.POST.get("group", "")}
    if photo := uuid_of(request.POST.get("remove", "")):
        remove_photo(notebook, photo)
        return _what(request, notebook.draft, WhatForm(groups=groups, initial=typed), preset=preset)
    if "without" in request.POST:
        return _what(request, _put_aside(notebook), WhatForm(groups=groups, initial=typed))
    form = WhatForm(request.POST, request.FILES, groups=groups)
    form.is_valid()
    status = _take_uploads(request, notebook, form)
    if form.errors:
        return _what(request, notebook.draft, form, status=status, preset=preset)
    said = presets.changes(preset) if preset and preset != presets.preset_of(draft) else {}
    data = form.cleaned_data
    draft = notebook.change(**said, text=data["text"], group=data["group"])
    return redirect(next_step(draft, at=clock.now()))


def _typed_before(draft: Draft | None, preset: Preset) -> dict[str, str]:
    """What the draft has; the group of the category that a link names is marked."""
    named = snapshot(clock.now()).category(preset.category) if preset.category else None
    group = named.public_group if named else draft.group if draft else ""
    return {"text": draft.text if draft else "", "group": group} if draft or named else {}


def _put_aside(notebook: Notebook) -> Draft | None:
    """Forget what the link said, and nothing that was typed."""
    return notebook.rewrite(presets.without) if notebook.draft else None


def _take_uploads(request: HttpRequest, notebook: Notebook, form: WhatForm) -> int:
    """Keep the photos that came with the form; every one that cannot be kept is named."""
    files = form.cleaned_data.get("photos") or []
    if files and not within_limit(request, "photos", limit=PHOTOS_PER_HOUR):
        form.add_error("photos", _("Za dużo zdjęć naraz z tego miejsca. Odczekaj godzinę."))
        return 429
    try:
        problems = take_photos(notebook, files)
    except TooMany as refusal:
        problems = [str(refusal)]
    for problem in problems:
        form.add_error("photos", problem)
    return 422


def _what(
    request: HttpRequest,
    draft: Draft | None,
    form: WhatForm,
    *,
    status: int = 200,
    preset: Preset | None = None,
    problems: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "form": form,
        "left": MOST_PHOTOS - len(draft.photos if draft else ()),
        "most": MOST_PHOTOS,
        "problems": problems,
        **_said(preset or Preset()),
    }
    return step(request, "what", context, draft=draft, status=status)


def _said(preset: Preset) -> dict[str, Any]:
    at = clock.now()
    category = snapshot(at).category(preset.category) if preset.category else None
    return {
        "preset": preset,
        "sealed_preset": presets.seal(preset),
        "thing": presets.object_at(preset.object, at),
        "said_category": category.name() if category else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def where(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """Step 2. An address that could be several places is asked about once."""
    draft = notebook.draft
    if draft is None:
        return redirect("portal:report")
    if request.method != "POST":
        return _where(request, draft, WhereForm(initial=_place_of(draft)))
    if request.POST.get("use") == "photo" and (place := _photo_place(draft)):
        words = clean(request.POST.get("words", ""))[:500]
        draft = notebook.change(**place, words=words, object="")
        return redirect(next_step(draft, at=clock.now()))
    if request.POST.get("use") == "text" and (said := _told_place(draft)):
        words = clean(request.POST.get("words", ""))[:500]
        return _there(notebook, draft, {**said, "words": words})
    form = WhereForm(request.POST)
    found = _candidates(request.POST.get("address", ""))
    form.offer(found)
    if not form.is_valid():
        return _where(request, draft, form, status=422)
    place = _decide(form, found)
    if place is None:
        form.add_error("choice", _("Wybierz, o które miejsce chodzi."))
        return _where(request, draft, form, status=422, choosing=True)
    if sentence := _outside(place):
        form.add_error("address", sentence)
        return _where(request, draft, form, status=422)
    return _there(notebook, draft, place)


def _there(notebook: Notebook, draft: Draft, place: dict[str, Any]) -> HttpResponse:
    moved = (place["lat"], place["lon"]) != (draft.lat, draft.lon)
    # what lies elsewhere is not about that object
    kept = "" if moved else draft.object
    draft = notebook.change(**place, apart=draft.apart and not moved, object=kept)
    return redirect(next_step(draft, at=clock.now()))


def _place_of(draft: Draft) -> dict[str, Any]:
    there = draft.lat is not None
    return {
        "address": draft.address,
        "words": draft.words,
        "lat": draft.lat if there else "",
        "lon": draft.lon if there else "",
        "point_of": draft.address if there else "",
    }


def _candidates(typed: str) -> list[Suggestion]:
    typed = clean(typed)[:200]
    return places.suggest(typed, limit=SUGGESTED) if typed else []


def _decide(form: WhereForm, found: list[Suggestion]) -> dict[str, Any] | None:
    """Address, words and point of the form; None when somebody has to choose."""
    data = form.cleaned_data
    place = {"address": data["address"], "words": data["words"], "lat": None, "lon": None}
    if data["point"]:
        lat, lon = data["point"]
        described = data["address"] or places.describe(lat, lon)
        return {**place, "lat": lat, "lon": lon, "address": described}
    if not data["address"] or data["choice"] == AS_TYPED:
        return place
    chosen = next((one for one in found if one.value == data["choice"]), None)
    chosen = chosen or places.geocode(data["address"])
    if chosen:
        return {**place, "address": chosen.value, "lat": chosen.lat, "lon": chosen.lon}
    return None if found else place


def _outside(place: dict[str, Any]) -> str:
    if place["lat"] is None:
        return ""
    return places.outside_sentence(place["lat"], place["lon"])


def _where(
    request: HttpRequest,
    draft: Draft,
    form: WhereForm,
    *,
    status: int = 200,
    choosing: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "choosing": choosing,
        "photo_place": _photo_place(draft),
        "told_place": None if draft.placed else _told_place(draft),
        "bounds": _bounds(),
    }
    return step(request, "where", context, draft=draft, status=status)


def _photo_place(draft: Draft) -> dict[str, Any] | None:
    """Where the first photo that knows it was taken, if that is in the city."""
    for photo in draft.photos:
        if photo.lat is None or photo.lon is None:
            continue
        if places.locate(photo.lat, photo.lon).inside:
            label = places.describe(photo.lat, photo.lon) or str(_("miejsce ze zdjęcia"))
            return {"address": label, "lat": photo.lat, "lon": photo.lon}
    return None


def _told_place(draft: Draft) -> dict[str, Any] | None:
    """What the words of the report name; nothing that lies outside the city."""
    offer = told_place(draft, at=clock.now())
    if offer is None:
        return None
    place = {"address": offer.address, "lat": offer.lat, "lon": offer.lon}
    return None if _outside(place) else place


def _bounds() -> str:
    limits = places.bounds()
    if limits is None:
        return ""
    south, west, north, east = limits
    return f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def details(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """What the category still wants to know; skipped where it asks nothing."""
    at, draft = clock.now(), notebook.draft
    category = recognise(draft, at=at).category if draft else None
    questions = snapshot(at).questions(category.code) if category else ()
    if draft is None or category is None or not questions:
        return redirect(next_step(draft, at=at) if draft else "portal:report")
    if request.method != "POST":
        initial = draft.answers if draft.asked == category.code else {}
        form = DetailsForm(questions=questions, initial=initial)
        return step(request, "details", {"form": form, "category": category}, draft=draft)
    form = DetailsForm(request.POST, questions=questions)
    if not form.is_valid():
        context = {"form": form, "category": category}
        return step(request, "details", context, draft=draft, status=422)
    draft = notebook.rewrite(
        lambda known: replace(known, asked=category.code, answers=form.answers())
    )
    return redirect(next_step(draft, at=at))


@require_POST
@with_draft
def start_again(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """Forget the draft, as on a computer that others use too."""
    notebook.throw_away()
    return redirect("portal:report")
