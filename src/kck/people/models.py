import uuid

from django.db import models
from django.db.models import Q

from kck.people.terms import PointKind


class Person(models.Model):
    """Somebody who left a contact. Everything here can be erased; the row stays as a shell."""

    class Kind(models.TextChoices):
        PERSON = "person"
        ORGANISATION = "organisation"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in addresses
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="pl")
    prefers_sms = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        # and `person_words`, by which names are found: see migration 0003
        indexes = [
            models.Index(fields=["email"], name="person_email", condition=~Q(email="")),
            models.Index(fields=["phone"], name="person_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Alias(models.Model):
    """`old` was found to be the same person as `person`; undone by deleting the row."""

    old = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="alias")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.old_id} is {self.person_id}"


class Profile(models.Model):
    """What we know of somebody beyond how to reach them; made when there is something to keep."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    organisation = models.CharField(max_length=200, blank=True)
    needs = models.JSONField(default=list)  # of `terms.Need`
    no_calls_since = models.DateTimeField(null=True)
    no_calls_until = models.DateField(null=True)  # none: until they say otherwise
    no_calls_reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"profile of {self.person_id}"


class ContactPoint(models.Model):
    """One more way to reach somebody, besides what they left with a report."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=12, choices=[(str(k), str(k)) for k in PointKind])
    value = models.CharField(max_length=254)
    label = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["value"], name="contact_point_value")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_point_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class PersonNote(models.Model):
    """What staff want to remember about somebody. They may read it: write accordingly."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    body = models.TextField()
    staff_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class Consent(models.Model):
    """A consent as it was given: to what, by which text, through which channel, when withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_channel = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"
