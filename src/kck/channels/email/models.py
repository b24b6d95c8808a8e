from django.db import models

from kck.channels.email import inbound_models

ReceivedMail = inbound_models.ReceivedMail
FetchState = inbound_models.FetchState


class StoredMail(models.Model):
    """A mail of the demo city, kept for its mailbox page instead of being sent."""

    own_id = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=5)
    about = models.CharField(max_length=60, blank=True)
    raw = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="stored_mail_latest"),
            models.Index(fields=["address", "-at", "-id"], name="stored_mail_address"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
