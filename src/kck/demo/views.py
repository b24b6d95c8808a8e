"""*Scenariusz*, the mailbox, one click into another role, start again."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.models import Staff
from kck.channels.email import queries as mails
from kck.demo import staff
from kck.demo.guard import only_in_the_demo
from kck.demo.jobs import ask_to_start_again
from kck.demo.letters import at_this_address
from kck.demo.models import DemoState
from kck.demo.showing import scenes_shown
from kck.entrances.queries import objects
from kck.entrances.rules import display_code
from kck.foundation import clock

MOST_MAILS = 30
MOST_THINGS = 6


@require_safe
@only_in_the_demo
def scenario(request: HttpRequest) -> HttpResponse:
    state = DemoState.objects.first()
    context = {
        "state": state,
        "scenes": scenes_shown(state) if state and state.ready else [],
        "seats": [staff.BY_KEY[key] for key in staff.SHOWN],
        "password": staff.PASSWORD,
        "now": clock.now(),
    }
    return render(request, "demo/scenario.html", context)


@require_safe
@only_in_the_demo
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that the demo city has sent, or those to one address."""
    address = request.GET.get("address", "").replace("\0", "").strip()[:254]
    found = mails.mailbox(limit=MOST_MAILS, address=address)
    return render(request, "demo/mailbox.html", {"mails": found, "address": address})


@require_safe
@only_in_the_demo
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    found = mails.mail(mail_id)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": at_this_address(found, request)})


@require_safe
@only_in_the_demo
def mail_page(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML of a mail by itself, for the frame: it may do nothing but be read."""
    found = mails.mail(mail_id)
    if found is None:
        raise Http404
    response = HttpResponse(at_this_address(found, request).html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_safe
@only_in_the_demo
def embed(request: HttpRequest) -> HttpResponse:
    """A page as another office of the city might have it, with our form and status in frames."""
    found = objects(day=clock.today(), limit=MOST_THINGS)
    things = [(one, display_code(one.code)) for one in found]
    return render(request, "demo/embed.html", {"things": things})


@require_POST
@only_in_the_demo
def become(request: HttpRequest, seat: str) -> HttpResponse:
    """Sign in as somebody of the demo city, with one click."""
    chosen = staff.BY_KEY.get(seat)
    found = Staff.objects.filter(email=chosen.email).first() if chosen else None
    if found is None:
        raise Http404
    login(request, found, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create_from_request(request)  # as a real sign-in does
    target = request.POST.get("next", "")
    return redirect(target if target.startswith("/desk/") else "desk:home")


@require_POST
@only_in_the_demo
def again(request: HttpRequest) -> HttpResponse:
    """Tell the fortnight anew; a worker does it, this page shows how far it is."""
    ask_to_start_again()
    return redirect("demo:scenario")
