from django.db import models


class Person(models.Model):
    """Somebody who left a contact. Everything here can be erased; the row stays as a shell."""

    class Kind(models.TextChoices):
        PERSON = "person"
        ORGANISATION = "organisation"

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
        indexes = [
            models.Index(fields=["email"], name="person_email", condition=~models.Q(email="")),
            models.Index(fields=["phone"], name="person_phone", condition=~models.Q(phone="")),
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


class Consent(models.Model):
    """A consent as it was given: to what, by which text, through which channel, when withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"
