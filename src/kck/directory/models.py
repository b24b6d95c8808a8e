"""Tables of the configuration. Rows point at each other by code, because a code outlives a row.

A row is one edition of a code, in force from its first day to its last, both included. A unit that
is renamed keeps its row, with a last day and a successor; a changed target is a new row of the same
code. Ids never change between loads, so cases may keep them.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from kck.directory.terms import (
    CaseKind,
    Datatype,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    TargetResult,
    TargetUnit,
    WayOfWorking,
)
from kck.foundation.text import _

CATEGORY_KINDS = [*CaseKind.choices, ("redirect", _("przekierowanie na numer"))]


class Dated(models.Model):
    """One edition of a code; `None` means since ever, or with no end in sight."""

    code = models.CharField(max_length=60)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def _one_edition(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[*fields, "valid_from"], nulls_distinct=False, name=f"directory_{name}_edition"
    )


class Unit(Dated):
    """Who does the work: a unit of the city, a company, an operator, or an outside body."""

    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=100)
    responsible_for = models.JSONField(default=dict)
    phone = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    dispatcher_24h = models.BooleanField(default=False)
    way_of_working = models.CharField(max_length=10, choices=WayOfWorking)
    calendar = models.CharField(max_length=60)
    base = models.CharField(max_length=200, blank=True, db_default="")  # where crews set out
    successor = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [_one_edition("unit", "code")]


class WayPeriod(Dated):
    """How a unit (its code) works from a day to a day; without one, as its own edition says.

    An `author` is somebody of the back office: what they decided no load of files changes.
    """

    way = models.CharField(max_length=10, choices=WayOfWorking)
    settings = models.JSONField(default=dict, blank=True)
    author = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [_one_edition("way", "code")]


class CategoryGroup(Dated):
    """A heading over categories: one of the staff's, or one of the few that residents choose."""

    kind = models.CharField(max_length=10, choices=GroupKind)
    names = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [_one_edition("group", "kind", "code")]


class Category(Dated):
    """What a case is about, and with it who works on it and what is promised (Open311: service)."""

    group = models.CharField(max_length=60)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=30, choices=CATEGORY_KINDS)
    public_group = models.CharField(max_length=60)
    unit = models.CharField(max_length=60, blank=True)
    second_unit = models.CharField(max_length=60, blank=True)
    night_unit = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=2, choices=Priority)
    takeover_wh = models.FloatField(null=True, blank=True)
    target_amount = models.FloatField(null=True, blank=True)
    target_unit = models.CharField(max_length=5, choices=TargetUnit, blank=True)
    target_result = models.CharField(max_length=20, choices=TargetResult, blank=True)
    then_amount = models.FloatField(null=True, blank=True)
    then_unit = models.CharField(max_length=5, choices=TargetUnit, blank=True)
    then_result = models.CharField(max_length=20, choices=TargetResult, blank=True)
    public = models.CharField(max_length=10, choices=Publicity)
    redirect = models.JSONField(default=list, blank=True)
    season = models.CharField(max_length=12, blank=True)
    duplicate_radius_m = models.PositiveIntegerField(null=True, blank=True)
    duplicate_days = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=10, choices=Evidence, default=Evidence.NONE)
    note = models.CharField(max_length=500, blank=True)
    successor = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            _one_edition("category", "code"),
            models.CheckConstraint(
                condition=Q(target_amount=None) | ~Q(target_unit=""),
                name="directory_target_has_unit",
            ),
        ]


class CategoryWords(models.Model):
    """How people say it in one language; triage and search read them."""

    category = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    words = models.JSONField(default=list)
    examples = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "language"], name="directory_words_once")
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.language}"


class Question(Dated):
    """What a category asks besides the description (Open311: attribute)."""

    category = models.CharField(max_length=60)
    order = models.PositiveIntegerField(default=0)
    datatype = models.CharField(max_length=20, choices=Datatype)
    required = models.BooleanField(default=False)
    texts = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [_one_edition("question", "category", "code")]


class RoutingRule(Dated):
    """Sends a category elsewhere when place, owner, season or time say so; the order decides."""

    order = models.PositiveIntegerField(default=0)
    categories = models.JSONField(default=list)
    unit = models.CharField(max_length=60)
    because = models.JSONField(default=dict)
    when = models.JSONField(default=dict, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [_one_edition("rule", "code")]


class Calendar(Dated):
    """When a unit works: hours of each weekday, public holidays of a country, single days."""

    names = models.JSONField(default=dict)
    holidays = models.CharField(max_length=2, blank=True)
    hours = models.JSONField(default=dict)
    closed = models.JSONField(default=list, blank=True)
    open = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [_one_edition("calendar", "code")]


class Helpline(Dated):
    """A number to call, and the way for people who do not hear."""

    number = models.CharField(max_length=30)
    names = models.JSONField(default=dict)
    hours = models.CharField(max_length=100, blank=True)
    sms = models.CharField(max_length=30, blank=True)
    deaf = models.JSONField(default=dict, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [_one_edition("helpline", "code")]


class Stage(models.Model):
    """What has been launched: one function, in one channel, for one unit, from a day on."""

    unit = models.CharField(max_length=60)
    channel = models.CharField(max_length=60)
    function = models.CharField(max_length=60)
    duty = models.JSONField(default=list, blank=True)  # mails and telephones of who is on duty
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [_one_edition("stage", "unit", "channel", "function")]

    def __str__(self) -> str:
        return f"{self.unit} {self.channel} {self.function}"


class Danger(Dated):
    """Words that must never wait in a queue, the number to call, and a calm sentence."""

    helplines = models.JSONField(default=list)
    hours = models.JSONField(default=dict, blank=True)  # of a helpline not given round the clock
    category = models.CharField(max_length=60, blank=True)
    words = models.JSONField(default=dict)
    lookalikes = models.JSONField(default=dict, blank=True)
    calm = models.JSONField(default=dict)
    tell = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [_one_edition("danger", "code")]


class CityText(models.Model):
    """A page of the city's own words in one language, such as the information clause."""

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="directory_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.language}"


class City(models.Model):
    """The one row about the city itself, as `city.toml` has it."""

    code = models.CharField(max_length=60, unique=True)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class ConfigVersion(models.Model):
    """One row that changes with every load: a process that sees another stamp reads all again."""

    version = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    stamp = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="directory_one_version"),
        ]

    def __str__(self) -> str:
        return str(self.version)


class LoadedFile(models.Model):
    """A file of the last load, letter by letter: an export hands it out as long as it is true."""

    name = models.CharField(max_length=200, unique=True)
    content = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("w przygotowaniu")
    PLANNED = "planned", _("zaplanowane")
    IN_FORCE = "in-force", _("obowiązuje")
    UNDONE = "undone", _("cofnięte")
    DISCARDED = "discarded", _("odrzucone")
    REPLACED = "replaced", _("zastąpione plikami")
    ENDED = "ended", _("skończyło się")


class ChangeSet(models.Model):
    """Edits that take effect together on a day; the journal says which rows they wrote.

    After `valid_to`, if there is one, what was before is back by itself.
    Whatever has dates is written when the set is planned and read by date; what has none, and open
    cases, follow on the day itself (`took_effect_at`).
    """

    title = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.DRAFT)
    moves_cases = models.BooleanField(default=True)
    author = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    planned_by = models.CharField(max_length=40, blank=True)
    took_effect_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    journal = models.JSONField(default=list)
    takes_back = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["valid_from"],
                condition=Q(state="planned"),
                name="directory_changes_to_come",
            ),
            models.Index(
                fields=["valid_to"],
                condition=Q(state="in-force", valid_to__isnull=False),
                name="directory_changes_to_end",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="directory_changes_end_last",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Edit(models.Model):
    """One thing as it shall be from the day of its set; `seen` is what its author had before them.

    `seen` None: there was nothing yet. `ends`: from that day it is no longer in force.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="edits")
    table = models.CharField(max_length=20)
    identity = models.CharField(max_length=200)
    ends = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    seen = models.JSONField(null=True)
    replaced = models.BooleanField(default=False)  # by files loaded later
    author = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "table", "identity"], name="directory_edit_once"
            )
        ]
        indexes = [models.Index(fields=["table", "identity"], name="directory_edit_of")]

    def __str__(self) -> str:
        return f"{self.table} {self.identity}"


class Upload(models.Model):
    """Files somebody sent to be loaded, kept until they have seen what would change."""

    content = models.BinaryField()
    name = models.CharField(max_length=200)
    author = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
