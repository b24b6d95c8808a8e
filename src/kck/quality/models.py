from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.quality.terms import Why


class Review(models.Model):
    """A closed case that is read again. The remarks are the staff's own words about the staff."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    unit_id = models.BigIntegerField()  # whose end it was when it was drawn
    why = models.CharField(max_length=12, choices=[(str(why), str(why)) for why in Why])
    drawn_at = models.DateTimeField()
    reviewer_id = models.BigIntegerField(null=True)  # staff
    at = models.DateTimeField(null=True)
    scores = models.JSONField(default=dict)  # terms.Question -> 1..5
    remarks = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["drawn_at"], name="review_waiting", condition=Q(at=None)),
            models.Index(fields=["unit_id", "at"], name="review_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "drawn_at"], name="review_once_a_draw")
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
