from django.db import models


class CaseReading(models.Model):
    """What the machine made of the words of a case when it came in, to see later how good it was.

    Nothing of the words and nobody's name: it may outlive both. Written with the case.
    """

    case = models.OneToOneField(
        "cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    code = models.CharField(max_length=60, blank=True)  # the likeliest category
    probability = models.FloatField(default=0.0)
    others = models.JSONField(default=list)  # the next two: [code, probability]
    automatic = models.BooleanField(default=False)  # the category was taken without a person
    asked = models.BooleanField(default=False)  # a person is to decide on the triage screen
    model_id = models.BigIntegerField(null=True)  # None: the words of the catalogue alone

    class Meta:
        indexes = [models.Index(fields=["at"], name="case_reading_at")]

    def __str__(self) -> str:
        return f"{self.code} for {self.case_id}"
