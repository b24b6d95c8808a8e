"""Where the work of somebody is: as their role says, else as their grants suggest."""

from kck.accounts.models import Post
from kck.accounts.queries import in_force
from kck.accounts.terms import HOME_OF_GRANT, Home
from kck.foundation import clock
from kck.foundation.actor import Actor

# what a page asks of its reader; a role may name a page that it does not open
_NEEDS = {
    Home.CONTACT: "intake.receive",
    Home.TRIAGE: "cases.triage",
    Home.DISTRICT: "cases.district",
    Home.TEXTS: "messaging.edit",
    Home.AUDIT: "audit.read",
    Home.PRIVACY: "people.privacy",
    Home.FIGURES: "quality.figures",
    Home.QUEUE: "cases.view",
    Home.WATCH: "cases.view",
}


def home_of(actor: Actor) -> Home:
    """The first post of today that names one they may open counts."""
    posts = Post.objects.filter(in_force(clock.today()), staff_id=actor.id or 0).exclude(
        role__home=""
    )
    for named in posts.order_by("pk").values_list("role__home", flat=True):
        if named in list(Home) and opens(actor, Home(named)):
            return Home(named)
    return next((home for grant, home in HOME_OF_GRANT if actor.may(grant)), Home.QUEUE)


def opens(actor: Actor, home: Home) -> bool:
    return home not in _NEEDS or actor.may(_NEEDS[home])
