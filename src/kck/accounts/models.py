from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from kck.accounts.terms import NoticeMail
from kck.directory.models import Unit


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Staff":
        staff = self.model(email=self.normalize_email(email), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """Somebody who works for the city and signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="", blank=True)  # empty: the browser's
    is_active = models.BooleanField(default=True)
    must_use_second_factor = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)  # the day they left the job; they may come back
    notice_mail = models.CharField(max_length=8, default=NoticeMail.DAILY)

    USERNAME_FIELD = "email"
    objects: ClassVar[StaffManager] = StaffManager()

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    def __str__(self) -> str:
        return self.name

    # allauth and templates ask these of a user; permissions are decided by policies alone
    @property
    def is_staff(self) -> bool:
        return False

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Role(models.Model):
    """A set of grants with a name."""

    code = models.SlugField(max_length=40, unique=True)
    names = models.JSONField()
    grants = models.JSONField(default=list)
    everywhere = models.BooleanField(default=False)  # held in all units, not only the post's own
    second_factor = models.BooleanField(default=False)
    home = models.CharField(max_length=12, blank=True)  # empty: what the grants suggest
    before = models.JSONField(null=True)  # all this before the last change, so that it can go back
    version = models.PositiveIntegerField(default=0, db_default=0)  # one more with each change

    def __str__(self) -> str:
        return self.code


class Post(models.Model):
    """A role held by somebody in a unit, from and to a day.

    `district` is a code of `places`: the one whose cases a councillor reads.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    district = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role", "unit", "district"], name="post_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="post_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.role} {self.unit}"


class PartnerKey(models.Model):
    """A partner: another system that speaks to us with a key; only its digest is kept."""

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    limit_per_minute = models.PositiveIntegerField(default=600)
    made_by_id = models.BigIntegerField(null=True)  # staff
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # none: without an end
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """With this a unit's own system works on the unit's cases; only the digest is kept.

    `scopes` are grants, held within the unit alone, as OAuth writes them: parted by spaces.
    """

    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scopes = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    limit_per_minute = models.PositiveIntegerField(default=300)
    made_by_id = models.BigIntegerField(null=True)  # staff
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(revoked_at=None), name="api_token_name_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.unit}"


class StaffNotice(models.Model):
    """Something one of the staff should know: they are mentioned, a case of theirs is late.

    `why` is a stored `foundation.reasons.Reason`, said in the reader's language. As long as it is
    unread the same about the same thing is one row, moved to the top.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="notices")
    kind = models.SlugField(max_length=40)
    subject = models.CharField(max_length=60)  # a stream, such as "case:123"
    why = models.JSONField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "-at", "-id"], name="staff_notice_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "kind", "subject"],
                condition=Q(read_at=None),
                name="staff_notice_unread_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"


class Invitation(models.Model):
    """A link by mail with which somebody sets their password, once; only its digest is kept."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()  # real time, as all that guards the door
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.staff}"


class Absence(models.Model):
    """While somebody is away, the other looks after their work; it ends by itself."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="stands_in")
    first_day = models.DateField()
    last_day = models.DateField()
    arranged_by = models.CharField(max_length=40)
    arranged_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["substitute", "last_day"], name="absence_substitute"),
            models.Index(fields=["staff", "last_day"], name="absence_staff"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_dates"),
            models.CheckConstraint(condition=~Q(staff=F("substitute")), name="absence_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} for {self.staff}"


class KnownDevice(models.Model):
    """A browser somebody has signed in with: a new one is told to them by mail."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=80)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "digest"], name="known_device_once")
        ]

    def __str__(self) -> str:
        return self.label
