"""A model comes into use, and goes out of it."""

from datetime import datetime
from typing import Any

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.triage import policy
from kck.triage.events import ModelPublished, ModelWithdrawn
from kck.triage.model.bundle import name_of
from kck.triage.model.store import look_again
from kck.triage.models import TrainedModel

KEPT = 5  # models, so that one can go back more than one step


class Worse(ValueError):
    """The new model is worse than the one in use on the messages of the city; it is not used."""


class NoOther(ValueError):
    """There is no earlier model to go back to."""


@command
def publish_model(
    content: bytes, card: dict[str, Any], *, anyway: bool = False, at: datetime, by: Actor
) -> TrainedModel:
    """Use a model from now on, in every process within seconds.

    Refused when it knows fewer of the city's fixed messages than the one in use, unless `anyway`.
    """
    require(policy.may_publish(by))
    used = TrainedModel.objects.standing().select_for_update().defer("content").first()
    if used and not anyway and is_worse(card, used.card):
        raise Worse(_worse(card, used.card))
    made = TrainedModel.objects.create(
        made_at=at, sha256=name_of(content), content=content, card=card, published_at=at
    )
    kept = TrainedModel.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT]
    TrainedModel.objects.exclude(pk__in=list(kept)).delete()
    record(
        ModelPublished(
            model_id=made.pk,
            sha256=made.sha256,
            lessons=card.get("lessons", 0),
            top1=card.get("evaluation", {}).get("top1", 0.0),
        ),
        by=by,
        at=at,
    )
    look_again()
    return made


@command
def withdraw_model(*, at: datetime, by: Actor) -> TrainedModel:
    """Go back to the model before. Answers with the one that is used now."""
    require(policy.may_publish(by))
    standing = list(TrainedModel.objects.standing().select_for_update().defer("content")[:2])
    if len(standing) < 2:
        raise NoOther(str(_("Nie ma wcześniejszego modelu, do którego można wrócić.")))
    used, instead = standing
    used.withdrawn_at = at
    used.save(update_fields=["withdrawn_at"])
    record(ModelWithdrawn(model_id=used.pk, instead_id=instead.pk), by=by, at=at)
    look_again()
    return instead


def is_worse(card: dict[str, Any], used: dict[str, Any]) -> bool:
    """Judged by the same messages; by others no comparison is possible."""
    new, old = card.get("evaluation", {}), used.get("evaluation", {})
    if not new or not old or card.get("judged_by") != used.get("judged_by"):
        return False
    return bool(new["top1"] < old["top1"] or new["danger_recall"] < old["danger_recall"])


def _worse(card: dict[str, Any], used: dict[str, Any]) -> str:
    words = _("Nowy model jest gorszy (%(new)s) od używanego (%(old)s), więc go nie użyto.")
    return str(words) % {
        "new": f"{card['evaluation']['top1']:.1%}",
        "old": f"{used['evaluation']['top1']:.1%}",
    }
