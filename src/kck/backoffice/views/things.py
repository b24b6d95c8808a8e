"""One thing of the configuration: how it is, how it was, and how it shall be from a day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kck.backoffice import changing
from kck.backoffice.city import Part
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.things import EndForm, ThingForm, WhenForm, digest
from kck.backoffice.pages import LANGUAGE_NAMES, page
from kck.directory.commands import SomebodyElse, edit_thing, start_changes
from kck.directory.editing import reading
from kck.directory.editing.choices import choices_of, name_of
from kck.directory.editing.fields import Field
from kck.directory.editing.flat import Values
from kck.directory.editing.reading import ChangesInfo, Difference
from kck.directory.editing.tables import TABLES, Table
from kck.directory.editing.writing import CannotChange
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _

# an answer that shows what was meanwhile done by somebody else
CONFLICT = 409
_GONE: Values = {"": "gone"}


@dataclass
class Desk:
    """What a page of one thing is about: the table, the thing, the draft, the day."""

    request: StaffRequest
    part: Part
    identity: str  # "" for one that is to be

    def __post_init__(self) -> None:
        self.table: Table = TABLES[self.part.value]
        self.changes: ChangesInfo | None = changing.current(self.request)
        self.today: date = clock.today()
        self.day: date = self.changes.valid_from if self.changes else self.today
        self.draft = self.changes.id if self.changes else None

    def baseline(self, table: Table | None = None, identity: str | None = None) -> Values | None:
        """What a form begins with: the draft's word, else what stands on its day."""
        table, identity = table or self.table, self.identity if identity is None else identity
        drafted = reading.drafted_values(table, identity, self.draft)
        return drafted if drafted is not None else reading.values_on(table, identity, self.day)

    def standing(self, table: Table, identity: str) -> Values | None:
        """What its author has before them: a draft's word, else what is in force; else nothing."""
        drafted = reading.drafted_values(table, identity, self.draft)
        if drafted is not None:
            return drafted
        return reading.standing_values(table, identity, self.day)

    def choices(self, field: Field) -> list[tuple[str, str]]:
        """Of the day; a code that is no longer there stays to be seen, and to be replaced."""
        return choices_of(field, snapshot(self.day), self.draft)

    def words_tables(self) -> Iterator[tuple[str, str]]:
        """Words of a category, edited on its page: language and identity."""
        if self.part == Part.CATEGORIES and self.identity:
            for language in LANGUAGE_NAMES:
                yield language, f"{self.identity}:{language}"


@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: StaffRequest, part: str, identity: str) -> HttpResponse:
    desk = _desk(request, part, identity)
    baseline = desk.baseline()
    if baseline is None:
        raise Http404
    form = _form(desk, baseline)
    if request.method != "POST":
        return _shown(desk, form, baseline)
    if "end" in request.POST:
        return _end(desk, form, baseline)
    return _save(desk, form, baseline)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, part: str) -> HttpResponse:
    desk = _desk(request, part, "")
    if desk.table.single:
        raise Http404
    form = _form(desk, {**desk.table.blank(), **_asked_for(request, desk.table)}, fixed=False)
    if request.method != "POST":
        return _shown(desk, form, None)
    return _save(desk, form, None)


def _asked_for(request: StaffRequest, table: Table) -> Values:
    """`?category=…` begins a new question there."""
    given = {name: request.GET.get(name, "")[:60] for name in table.key}
    return {name: value for name, value in given.items() if value}


def _desk(request: StaffRequest, part: str, identity: str) -> Desk:
    if part not in Part.values:
        raise Http404
    return Desk(request, Part(part), identity)


def _form(desk: Desk, start: Values, *, fixed: bool = True) -> ThingForm:
    data = desk.request.POST if desk.request.method == "POST" else None
    return ThingForm(desk.table, _keeping(desk, start), start, data, fixed=fixed)


def _keeping(desk: Desk, start: Values) -> Any:
    """A value that may no longer be chosen is shown as what it is, not silently lost."""

    def found(field: Field) -> list[tuple[str, str]]:
        known = desk.choices(field)
        codes = {code for code, _label in known}
        value = start.get(field.name) or []
        held = value if isinstance(value, list) else [value]
        # a list of its own words has no days: what is not among them comes from a file
        words = "%(code)s" if field.options else str(_("%(code)s (wtedy nie obowiązuje)"))
        return [*known, *((code, words % {"code": code}) for code in held if code not in codes)]

    return found


def _save(desk: Desk, form: ThingForm, baseline: Values | None) -> HttpResponse:
    when = None if desk.changes else WhenForm(desk.today, desk.request.POST)
    values = form.values() if form.is_valid() else {}
    if values:
        _row, problems = desk.table.row_of(values)
        for one in problems:
            form.note(one.field, f"{one.what} {one.instead}".strip())
    identity = desk.table.identity_of(values) if values else ""
    if values and baseline is None and reading.exists(desk.table, identity):
        form.note(desk.table.key[-1], str(_("Taki kod już jest. Wybierz inny.")))
    if form.errors or (when is not None and not when.is_valid()):
        return _shown(desk, form, baseline, when=when, status=422)
    return _write(desk, form, baseline, when, [(desk.table, values), *_words_of(desk)])


def _words_of(desk: Desk) -> Iterator[tuple[Table, Values]]:
    """Words and examples that stand on the category's page."""
    for language, _identity in desk.words_tables():
        lists = {
            name: _lines(desk.request.POST.get(f"{name}_{language}", ""))
            for name in ("words", "examples")
        }
        yield TABLES["words"], {"category": desk.identity, "language": language, **lists}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _write(
    desk: Desk,
    form: ThingForm,
    baseline: Values | None,
    when: WhenForm | None,
    wanted: list[tuple[Table, Values]],
    *,
    ends: bool = False,
) -> HttpResponse:
    stale = desk.request.POST.get("shown", digest(baseline)) != digest(baseline)
    try:
        with unit_of_work():
            changes = _changes(desk, when)
            made = [
                _one(desk, changes, table, values, stale=stale and table is desk.table, ends=ends)
                for table, values in wanted
            ]
    except SomebodyElse as other:
        if when is not None:  # from now on both are looked at on the day of a draft
            changing.choose(desk.request, _changes(desk, when))
            desk = Desk(desk.request, desk.part, desk.identity)
        return _clash(desk, form, wanted[0][1], other.theirs)
    except CannotChange as cannot:
        form.note("", str(cannot))
        return _shown(desk, form, baseline, when=when, status=422)
    return _done(desk, changes, any(made))


def _changes(desk: Desk, when: WhenForm | None) -> int:
    if desk.draft is not None:
        return desk.draft
    day, last = (when.chosen, when.last) if when else (desk.day, None)
    return start_changes(valid_from=day, valid_to=last, at=clock.now(), by=desk.request.actor).pk


def _one(
    desk: Desk, changes: int, table: Table, values: Values, *, stale: bool, ends: bool
) -> bool:
    """Whether that is any change."""
    identity, at = table.identity_of(values), clock.now()
    shown = desk.standing(table, identity)
    if table.name == "words" and shown is None and not values["words"] and not values["examples"]:
        return False
    made = edit_thing(
        changes,
        table=table.name,
        values=values,
        shown=_GONE if stale else shown,
        ends=ends,
        at=at,
        by=desk.request.actor,
    )
    return made is not None


def _done(desk: Desk, changes: int, changed: bool) -> HttpResponse:
    found = reading.find_changes(changes)
    if not changed and found and not found.count:
        banners.info(desk.request, str(_("Nic się nie zmieniło.")))
        return redirect("backoffice:city-part", desk.part.value)
    changing.choose(desk.request, changes)
    banners.success(desk.request, str(_("Zapisano w zestawie zmian. Jeszcze nie obowiązuje.")))
    return redirect("backoffice:changes", changes)


def _end(desk: Desk, form: ThingForm, baseline: Values) -> HttpResponse:
    """From the day on it is no longer in force."""
    ending, when = _end_form(desk), None
    if desk.changes is None:
        when = WhenForm(desk.today, desk.request.POST)
    if not ending.is_valid() or (when is not None and not when.is_valid()):
        return _shown(desk, _form(desk, baseline), baseline, when=when, status=422)
    values = {**baseline}
    if desk.table.has_heirs:
        values["successor"] = ending.cleaned_data.get("successor", "")
    return _write(desk, form, baseline, when, [(desk.table, values)], ends=True)


def _end_form(desk: Desk) -> EndForm:
    found: list[tuple[str, str]] = []
    if desk.table.has_heirs:
        of_table = Field(name="successor", label="", source=desk.table.name)
        found = [one for one in desk.choices(of_table) if one[0] != desk.identity]
    data = desk.request.POST if desk.request.method == "POST" else None
    return EndForm(found, data)


def _clash(desk: Desk, form: ThingForm, mine: Values, theirs: Values | None) -> HttpResponse:
    """Both versions, field by field; saving again is a decision that knows both."""
    both: tuple[Difference, ...] = reading.differences(desk.table, theirs or {}, mine)
    return _shown(desk, form, theirs, both=both, status=CONFLICT)


def _shown(
    desk: Desk,
    form: ThingForm,
    baseline: Values | None,
    *,
    when: WhenForm | None = None,
    both: tuple[Difference, ...] = (),
    status: int = 200,
) -> HttpResponse:
    known = bool(desk.identity)
    timeline = reading.editions_of(desk.table, desk.identity, desk.today) if known else []
    makers = changing.people(one.changes.planned_by for one in timeline if one.changes)
    context = {
        "part": desk.part,
        "table": desk.table,
        "identity": desk.identity,
        "name": name_of(baseline or {}),
        "form": form,
        "groups": list(form.groups()),
        "words": _words(desk),
        "when": when or WhenForm(desk.today),
        "when_ends": _again(when, desk.today),
        "ending": _end_form(desk) if known else None,
        "shown": digest(baseline),
        "both": both,
        "timeline": [(one, makers.get(one.changes.planned_by, "") if one.changes else "")
                     for one in timeline],
        "changes": desk.changes,
        "others": reading.other_drafts(desk.table, desk.identity, desk.draft) if known else [],
        "questions": _questions(desk),
    }  # fmt: skip
    return page(desk.request, "thing.html", context, section="city", status=status)


def _again(when: WhenForm | None, today: date) -> WhenForm:
    """The same question in the other form of the page, under ids of its own."""
    return WhenForm(today, when.data if when else None, auto_id="end_%s")


def _words(desk: Desk) -> list[dict[str, str]]:
    table = TABLES["words"]
    found = []
    for language, identity in desk.words_tables():
        typed = desk.request.POST if desk.request.method == "POST" else None
        held = desk.baseline(table, identity) or {}
        lists = {
            name: typed.get(f"{name}_{language}", "") if typed else "\n".join(held.get(name, ()))
            for name in ("words", "examples")
        }
        found.append({"language": language, "name": LANGUAGE_NAMES[language], **lists})
    return found


def _questions(desk: Desk) -> list[tuple[str, str]]:
    """What the category asks, each with its own page."""
    if desk.part != Part.CATEGORIES or not desk.identity:
        return []
    asked = snapshot(desk.day).questions(desk.identity)
    return [(f"{one.category}:{one.code}", one.text()) for one in asked]
