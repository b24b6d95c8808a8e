from typing import Self

from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.channels.edoreczenia.terms import LetterState
from kck.channels.ezd.models import AsideFile
from kck.files.models import StoredFile

_STATES = [(str(state), str(state)) for state in LetterState]


class Delivery(models.Model):
    """A letter that came with its proof of receipt. What is of the sender can be erased."""

    far_id = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    conversation_id = models.BigIntegerField()
    sender = models.CharField(max_length=120, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    refused = models.JSONField(default=list)  # names of files that are not kept here, with why
    received_at = models.DateTimeField()  # as its proof says
    taken_at = models.DateTimeField()
    kept_as = models.CharField(max_length=200, blank=True)  # its name below `taken/`
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "received_at"], name="delivery_of_case")]

    def __str__(self) -> str:
        return self.far_id


class DeliveryFile(models.Model):
    """An attachment of a delivery, or one of its proofs."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    proof = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"file {self.pk}"


class PutAside(AsideFile):
    """Something in the folder that could not be used; it lies in `aside/`, and a person looks."""

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="put_aside_open", condition=Q(settled_at=None)),
            models.Index(
                fields=["-settled_at"], name="put_aside_done", condition=~Q(settled_at=None)
            ),
        ]


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, real_now: object) -> Self:
        return self.filter(state=LetterState.WAITING, next_at__lte=real_now).order_by(
            "next_at", "id"
        )


class Letter(models.Model):
    """An answer on its way to whoever wrote by e-Doręczenia. Its words are the case's texts."""

    letter_id = models.CharField(max_length=60, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField(unique=True)
    text_ids = models.JSONField(default=list)
    to = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=_STATES, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # real time
    reason = models.CharField(max_length=300, blank=True)
    why = models.JSONField(null=True)
    made_at = models.DateTimeField()
    laid_out_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # as the proofs say
    ended_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                name="letter_due",
                condition=Q(state=LetterState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return self.letter_id
