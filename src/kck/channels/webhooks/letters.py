"""What the owner of a subscription is told by mail."""

from django.conf import settings
from django.utils import translation

from kck.channels.webhooks.models import Subscription
from kck.channels.webhooks.terms import in_words
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.when import at_time
from kck.messaging.commands import send
from kck.messaging.terms import Recipient


def tell(key: str, subscription: Subscription, **more: str) -> None:
    """One mail for each time that the far end went away or came back."""
    since = subscription.failing_since or clock.real_now()

    def variables(language: str) -> dict[str, str]:
        with translation.override(language):
            return {
                "name": subscription.name,
                "address": subscription.url,
                "since": at_time(since, clock.real_now(), language),
                "trouble": in_words(subscription.trouble),
                "page_url": f"{settings.SITE_URL}/backoffice/webhooks/{subscription.pk}/",
                **more,
            }

    send(
        key,
        dedupe=f"{key}:{subscription.pk}:{since.timestamp():.3f}",
        to=[Recipient(address=subscription.contact, language=subscription.language)],
        variables=variables,
        about=f"webhook:{subscription.pk}",
        at=clock.now(),
        by=PLATFORM,
    )
