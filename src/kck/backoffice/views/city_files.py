"""The configuration as files: taken away, brought back, looked at before it is loaded."""

from django.contrib import messages as banners
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kck.backoffice import changing
from kck.backoffice.doors import StaffRequest
from kck.backoffice.pages import page
from kck.directory.commands import (
    Check,
    EditedOnScreens,
    WrongFiles,
    forget_upload,
    keep_upload,
    load_upload,
)
from kck.directory.commands.uploads import LARGEST, WrongUpload, check_upload, packed
from kck.directory.editing.export import exported
from kck.directory.queries import loaded_at, snapshot
from kck.foundation import clock
from kck.foundation.text import _

_SHOWN = 400


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    sent = request.FILES.get("zip")
    if sent is None:
        return _page(request, wrong=str(_("Wybierz plik ZIP.")), status=422)
    if sent.size is None or sent.size > LARGEST:
        return _page(request, wrong=str(_("Ten plik jest za duży.")), status=422)
    try:
        upload = keep_upload(sent.read(), name=sent.name or "", at=clock.now(), by=request.actor)
    except WrongUpload as wrong:
        return _page(request, wrong=str(wrong), status=422)
    return redirect("backoffice:city-upload", upload.pk)


def _page(request: StaffRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {
        "wrong": wrong,
        "version": snapshot(clock.now()).version,
        "loaded_at": loaded_at(),
        "changes": changing.current(request),
    }
    return page(request, "city_files.html", context, section="city", status=status)


@require_safe
def download(request: StaffRequest) -> HttpResponse:
    """A ZIP that `kck city load` and this page take back."""
    code = snapshot(clock.now()).city.code
    answer = HttpResponse(packed(exported(), code), content_type="application/zip")
    day = clock.today().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{code}-{day}.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest, upload_id: int) -> HttpResponse:
    """What would change; then either loaded or thrown away."""
    if request.method == "POST" and "forget" in request.POST:
        forget_upload(upload_id, by=request.actor)
        return redirect("backoffice:city-files")
    try:
        if request.method == "POST":
            return _load(request, upload_id)
        return _compared(request, upload_id)
    except ObjectDoesNotExist:
        raise Http404 from None


def _load(request: StaffRequest, upload_id: int) -> HttpResponse:
    replace = "replace" in request.POST
    try:
        load_upload(upload_id, replace=replace, at=clock.now(), by=request.actor)
    except (EditedOnScreens, WrongFiles):
        return _compared(request, upload_id, status=409)
    banners.success(request, str(_("Wczytano pliki.")))
    return redirect("backoffice:city-files")


def _compared(request: StaffRequest, upload_id: int, *, status: int = 200) -> HttpResponse:
    check: Check = check_upload(upload_id, at=clock.now(), by=request.actor)
    conflicts = {(one.table, one.identity) for one in check.conflicts}
    context = {
        "check": check,
        "rows": [(one, (one.table, one.identity) in conflicts) for one in check.changes[:_SHOWN]],
        "more": max(0, len(check.changes) - _SHOWN),
        "counts": {kind: check.count(kind) for kind in ("added", "changed", "ended")},
        "changes": changing.current(request),
    }
    return page(request, "city_upload.html", context, section="city", status=status)
