from django.db import models
from django.db.models import Q

from kck.cases.models import Case, Task
from kck.directory.models import Unit
from kck.unitlinks.terms import CallResult, Letter, LinkKind, Revoking, Use


def _choices(words: type) -> list[tuple[str, str]]:
    return [(str(word), str(word)) for word in words]  # type: ignore[attr-defined]


class UnitLink(models.Model):
    """What opens cases to whoever holds its token: one unit, one mail address, for some days.

    `expires_at` is real time, as all that keeps strangers out; the other moments are the city's.
    """

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=_choices(LinkKind))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    mail = models.CharField(max_length=254)
    day = models.DateField(null=True)  # of a list
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=40, blank=True)
    why_revoked = models.CharField(max_length=12, choices=_choices(Revoking), blank=True)
    opened_at = models.DateTimeField(null=True)
    openings = models.PositiveIntegerField(default=0)
    sending_id = models.BigIntegerField(null=True)  # of `kck.handover`, for a case
    letter = models.CharField(max_length=8, choices=_choices(Letter), default=Letter.WAITING)
    letter_reason = models.CharField(max_length=300, blank=True)  # why it did not arrive

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, why_revoked="")
                | (Q(revoked_at__isnull=False) & ~Q(why_revoked="")),
                name="unit_link_revoked_why",
            ),
            models.CheckConstraint(
                condition=Q(kind=LinkKind.CASE, day=None, task=None)
                | Q(kind=LinkKind.LIST, day__isnull=False, task=None)
                | Q(kind=LinkKind.TASK, day=None, task__isnull=False),
                name="unit_link_of_its_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "mail"], name="unit_link_unit_mail"),
            models.Index(
                fields=["id"], name="unit_link_letter", condition=Q(letter=Letter.WAITING)
            ),
            models.Index(fields=["sending_id"], name="unit_link_sending"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"

    @property
    def stream(self) -> str:
        return f"link:{self.pk}"

    @property
    def about(self) -> str:
        """Under what its mail is found in `kck.messaging`."""
        return f"unitlink:{self.pk}"


class LinkedCase(models.Model):
    """A case that a link opens."""

    link = models.ForeignKey(UnitLink, on_delete=models.CASCADE, related_name="linked")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "case"], name="linked_case_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.case_id}"


class LinkUse(models.Model):
    """One opening or act; `name` is whoever said that they did it, and is forgotten in time."""

    link = models.ForeignKey(UnitLink, on_delete=models.CASCADE, related_name="uses")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="+")
    use = models.CharField(max_length=12, choices=_choices(Use))
    name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="link_use_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return f"{self.link_id} {self.use}"


class MorningList(models.Model):
    """A unit's list of a day went out. The row comes before the mails: it goes out once."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    cases = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="morning_list_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class UnitCall(models.Model):
    """Somebody of the centre called a unit about a case; what was said is a note of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=100)
    result = models.CharField(max_length=12, choices=_choices(CallResult))
    spoke_with = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    staff_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-id"], name="unit_call_case"),
            models.Index(fields=["at"], name="unit_call_named", condition=~Q(spoke_with="")),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
