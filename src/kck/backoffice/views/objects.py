"""Codes of objects: given one by one or by a table, ended, printed on sheets of labels."""

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.entrances import LabelsForm, ObjectForm, TableForm
from kck.backoffice.labels import MOST_LABELS, city_phone, printed_host, sheets
from kck.backoffice.pages import page
from kck.directory.queries import snapshot
from kck.entrances import commands, queries
from kck.entrances.importing import COLUMNS, WrongFile, import_objects
from kck.entrances.rules import display_code
from kck.entrances.terms import KIND_LABELS, ObjectInfo
from kck.foundation import clock
from kck.foundation.text import _

SECTION = "objects"
MOST_REJECTS = 500


@require_safe
def objects(request: StaffRequest) -> HttpResponse:
    day = clock.today()
    words, kind = request.GET.get("q", "")[:80].strip(), request.GET.get("kind", "")
    kind = kind if kind in KIND_LABELS else ""
    found = queries.objects(day=day, kind=kind, words=words)
    context = {
        "rows": [(one, display_code(one.code), _category_name(one)) for one in found],
        "all": queries.how_many(day=day),
        "kinds": KIND_LABELS.items(),
        "kind": kind,
        "q": words,
        "labels": LabelsForm(initial={"kind": kind}),
    }
    return page(request, "objects.html", context, section=SECTION)


def _category_name(one: ObjectInfo) -> str:
    found = snapshot(clock.now()).category(one.category)
    return found.name() if found else one.category


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = ObjectForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "object_new.html", {"form": form}, section=SECTION, status=status)
    made, _known = commands.give_codes([form.described], by=request.actor, at=clock.now())
    if made:
        words: object = _("Obiekt ma kod %(code)s.") % {"code": display_code(made[0].code)}
    else:
        words = _("Ten obiekt miał już kod. Zmieniono jego opis.")
    banners.success(request, str(words))
    return redirect("backoffice:objects")


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: StaffRequest) -> HttpResponse:
    """Rows that are fine get their codes; the others are shown with the reason."""
    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    context = {"form": form, "columns": COLUMNS, "kinds": KIND_LABELS.items()}
    if form.is_valid():
        try:
            done = import_objects(form.data_of_table(), by=request.actor, at=clock.now())
        except WrongFile as wrong:
            form.add_error("table", str(wrong))
        else:
            context |= {"done": done, "rejects": done.rejects[:MOST_REJECTS]}
            return page(request, "object_table.html", context, section=SECTION)
    status = 422 if posted else 200
    return page(request, "object_table.html", context, section=SECTION, status=status)


@require_POST
def end(request: StaffRequest, object_id: int) -> HttpResponse:
    if queries.object_by_id(object_id) is None:
        raise Http404
    commands.end_code(object_id, by=request.actor, at=clock.now())
    banners.success(request, str(_("Kod jest od teraz nieważny.")))
    return redirect("backoffice:objects")


@require_safe
def labels(request: StaffRequest) -> HttpResponse:
    """A page for the printer: sheets of A4."""
    form = LabelsForm({**_usual(), **request.GET.dict()})
    if not form.is_valid():
        return page(request, "labels_wrong.html", {"form": form}, section=SECTION, status=422)
    data, grid = form.cleaned_data, form.grid()
    found = queries.objects(
        day=clock.today(),
        kind=data["kind"],
        first_id=data["first"] or 0,
        last_id=data["last"] or 0,
        limit=MOST_LABELS + 1,
    )
    context = {
        "sheets": list(sheets(found[:MOST_LABELS][::-1], grid)),
        "grid": grid,
        "host": printed_host(),
        "phone": city_phone(),
        "cut": len(found) > MOST_LABELS,
        "most": MOST_LABELS,
    }
    return page(request, "labels.html", context, section=SECTION)


def _usual() -> dict[str, object]:
    fields = LabelsForm().fields
    return {name: field.initial for name, field in fields.items() if field.initial is not None}
