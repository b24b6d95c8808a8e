"""Webhooks: who is told, their secret shown once, what arrived, once more, pause."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.webhooks import (
    LogForm,
    ReplayForm,
    SubscriptionForm,
    all_public,
    initial_of,
)
from kck.backoffice.pages import page
from kck.channels.webhooks import commands, queries
from kck.channels.webhooks.addresses import WrongAddress
from kck.channels.webhooks.commands import WrongSubscription
from kck.channels.webhooks.queries import Details, LogFilter
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.foundation.verdict import Refused


@require_safe
def webhooks(request: StaffRequest) -> HttpResponse:
    context = {"rows": queries.subscriptions(request.actor)}
    return page(request, "webhooks.html", context, section="webhooks")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    initial = {"contact": _own_mail(request), "events": all_public()}
    form = SubscriptionForm(data, actor=request.actor, initial=initial)
    if form.is_valid():
        made = _tried(
            form,
            lambda: commands.make_subscription(form.wish, at=clock.now(), by=request.actor)[0].pk,
        )
        if made is not None:
            banners.success(request, str(_("Webhook działa. Pokaż jeszcze sekret i go zapisz.")))
            return redirect("backoffice:webhook", made)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, subscription_id: int) -> HttpResponse:
    details = _details(request, subscription_id)
    data = request.POST if request.method == "POST" else None
    form = SubscriptionForm(data, actor=request.actor, initial=initial_of(details))
    if form.is_valid():
        done = _tried(
            form,
            lambda: (
                commands.edit_subscription(details.id, form.wish, at=clock.now(), by=request.actor)
                or True
            ),
        )
        if done:
            banners.success(request, str(_("Zapisano zmiany.")))
            return redirect("backoffice:webhook", details.id)
    return _form_page(request, form, details)


def _own_mail(request: StaffRequest) -> str:
    return str(getattr(request.user, "email", ""))


def _tried(form: SubscriptionForm, act: Callable[[], Any]) -> Any:
    """What came of it, or None with the reason beside the field."""
    try:
        return act()
    except WrongAddress as wrong:
        form.add_error("url", str(wrong))
    except (WrongSubscription, Refused) as wrong:
        form.add_error(None, str(wrong))
    return None


def _form_page(
    request: StaffRequest, form: SubscriptionForm, details: Details | None = None
) -> HttpResponse:
    context = {"form": form, "subscription": details}
    status = 422 if form.is_bound else 200
    return page(request, "webhook_edit.html", context, section="webhooks", status=status)


@require_safe
def webhook(request: StaffRequest, subscription_id: int) -> HttpResponse:
    return _shown(request, _details(request, subscription_id))


def _details(request: StaffRequest, subscription_id: int) -> Details:
    found = queries.subscription(request.actor, subscription_id)
    if found is None:
        raise Http404
    return found


def _shown(
    request: StaffRequest,
    details: Details,
    *,
    replay: ReplayForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = _asked(request)
    log = queries.log(details.id, asked)
    context = {
        "subscription": details,
        "log": log,
        "filter": LogForm(request.GET or None),
        "filtered": bool(asked.state or asked.number),
        "older": _older(request, log.older),
        "replay": replay or ReplayForm(),
        "secret": secret,
    }
    answer = page(request, "webhook.html", context, section="webhooks", status=status)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


def _asked(request: StaffRequest) -> LogFilter:
    typed, before = request.GET.get("number", "").strip(), request.GET.get("before", "")
    try:
        number = parse(typed) if typed else ""
    except WrongNumber:
        number = "?"  # of no case
    return LogFilter(
        state=request.GET.get("state", ""),
        number=number,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else 0,
    )


def _older(request: StaffRequest, before: int) -> str:
    kept = {name: request.GET[name] for name in ("state", "number") if request.GET.get(name)}
    return "?" + urlencode({**kept, "before": before}) if before else ""


@require_POST
def reveal(request: StaffRequest, subscription_id: int) -> HttpResponse:
    """The secret stands in the answer to this call and nowhere else."""
    details = _details(request, subscription_id)
    try:
        secret = commands.reveal_secret(details.id, by=request.actor)
    except WrongSubscription as wrong:
        banners.error(request, str(wrong))
        return redirect("backoffice:webhook", details.id)
    return _shown(request, _details(request, subscription_id), secret=secret)


@require_POST
def act(request: StaffRequest, subscription_id: int, verb: str) -> HttpResponse:
    """Ping, pause, resume, rotate, end."""
    details = _details(request, subscription_id)
    if verb not in _VERBS:
        raise Http404
    command, done = _VERBS[verb]
    try:
        command(details.id, at=clock.now(), by=request.actor)
    except WrongSubscription as wrong:
        banners.error(request, str(wrong))
    else:
        banners.success(request, str(done))
    return redirect("backoffice:webhook", details.id)


_VERBS: dict[str, tuple[Callable[..., Any], Any]] = {
    "ping": (commands.ping, _("Wysłano próbę. Wynik pojawi się w dzienniku poniżej.")),
    "pause": (commands.pause, _("Wstrzymano. Zdarzenia czekają.")),
    "resume": (commands.resume, _("Wznowiono. Wysyłamy to, co czekało.")),
    "rotate": (commands.rotate_secret, _("Jest nowy sekret. Stary działa jeszcze przez dobę.")),
    "end": (commands.end, _("Zakończono. Nic więcej nie wyślemy.")),
}


@require_POST
def replay(request: StaffRequest, subscription_id: int) -> HttpResponse:
    details = _details(request, subscription_id)
    form = ReplayForm(request.POST)
    if form.is_valid():
        since, at = form.cleaned_data["since"], clock.now()
        try:
            commands.replay_since(details.id, since=since, at=at, by=request.actor)
        except WrongSubscription as wrong:
            form.add_error("since", str(wrong))
        else:
            banners.success(request, str(_("Wysyłamy jeszcze raz wszystko od tej chwili.")))
            return redirect("backoffice:webhook", details.id)
    return _shown(request, details, replay=form, status=422)


@require_safe
def delivery(request: StaffRequest, delivery_id: int) -> HttpResponse:
    found = queries.delivery(request.actor, delivery_id)
    if found is None:
        raise Http404
    details, entry = found
    context = {"subscription": details, "entry": entry}
    return page(request, "webhook_delivery.html", context, section="webhooks")


@require_POST
def again(request: StaffRequest, delivery_id: int) -> HttpResponse:
    found = queries.delivery(request.actor, delivery_id)
    if found is None:
        raise Http404
    details, _entry = found
    try:
        commands.replay_one(delivery_id, at=clock.now(), by=request.actor)
    except WrongSubscription as wrong:
        banners.error(request, str(wrong))
    else:
        banners.success(request, str(_("Wysyłamy jeszcze raz.")))
    return redirect("backoffice:webhook", details.id)
