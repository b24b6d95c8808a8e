from django.db import models


class CaseNews(models.Model):
    """Something a reporter hears of a little later, together with what comes after it.

    `own`: what the letter says beyond the case's facts, by language; gone once it was told.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="news")
    key = models.CharField(max_length=80)  # of the letter
    own = models.JSONField(default=dict)
    event_id = models.BigIntegerField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    daily = models.BooleanField(default=False)  # in the letter of the day, with other cases

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "key"], name="case_news_once")]
        indexes = [models.Index(fields=["due_at", "id"], name="case_news_due")]

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"
