"""While somebody writes in a conversation: drafts, ready texts, files, how it will look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from kck.cases.queries.mentions import Mentionable
from kck.conversations.queries.outgoing import answer_letter
from kck.conversations.queries.thread import ThreadPage, callable_here
from kck.desk.doors import StaffRequest
from kck.desk.forms.conversations import TalkForm, Words
from kck.desk.pages import page
from kck.desk.talks import TALK_ACTS, TalkAct
from kck.desk.views.conversations.found import of_thread
from kck.desk.writing import READS
from kck.directory.queries import snapshot
from kck.files.attachments import store_attachment
from kck.files.queries import open_file
from kck.files.sniffing import NotADocument, document_in
from kck.files.terms import DRAFT_KEPT_FOR
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean
from kck.messaging.wording import city_variables
from kck.replies.commands import DraftOvertaken, drop_draft, save_draft
from kck.replies.queries import DraftRow, Ready, draft_of, ready_for
from kck.replies.terms import Situation

MOST_FILES = 10
_SALT = "kck.desk.talk.kept"
_NOT_KEPT = frozenset({"seen", "last", "used", "draft", "checked", "documents", "posts"})
_LOOKED_INTO = 5000  # signs of a file of plain text


@dataclass(frozen=True, kw_only=True)
class Reader:
    language: str


@dataclass(frozen=True, kw_only=True)
class TalkWriting:
    """`{{ writing }}` of a form that has words in it; `reader` None: only staff read it."""

    draft: DraftRow | None
    ready: list[Ready]
    reader: Reader | None
    reads: Any
    people: list[Mentionable]
    previewed: bool

    @property
    def suggested(self) -> list[Ready]:
        return [one for one in self.ready if one.suggested]


def writing_of(
    request: StaffRequest, talk: ThreadPage, act: TalkAct, form: TalkForm
) -> TalkWriting | None:
    if not act.drafts:
        return None
    to_writer = act.name == "answer"
    return TalkWriting(
        draft=None if form.is_bound else draft_for(talk, act, request.actor),
        ready=_ready(talk, request.actor) if to_writer else [],
        reader=Reader(language=talk.language) if to_writer else None,
        reads=READS.get(talk.language, talk.language) if to_writer else "",
        people=callable_here(talk.id, request.actor) if act.name == "note" else [],
        previewed=to_writer,
    )


def draft_for(talk: ThreadPage, act: TalkAct, actor: Actor) -> DraftRow | None:
    return draft_of(actor.id or 0, talk.stream, act.name) if act.drafts else None


def typed_in(act: TalkAct, sent: Any) -> dict[str, str]:
    """What of a form is kept as a draft."""
    return {
        name: sent.get(name, "") for name in act.form.base_fields if name not in _NOT_KEPT
    }  # fmt: skip


def _ready(talk: ThreadPage, actor: Actor) -> list[Ready]:
    city, at = snapshot(clock.now()), clock.now()
    category = city.category(next(iter(talk.codes), ""))
    units = {city.unit_by_id(pk, at).code for pk in {talk.unit_id, *actor.unit_ids}}
    where = Situation(
        purpose="answer", units=frozenset(units), state="", outcome="",
        group=category.group if category else "", category=category.code if category else "",
    )  # fmt: skip
    return ready_for(
        where,
        staff_id=actor.id or 0,
        language=talk.language,
        variables=_variables(talk, actor),
        day=clock.today(),
    )


def _variables(talk: ThreadPage, actor: Actor) -> dict[str, str]:
    city, at = snapshot(clock.now()), clock.now()
    unit = city.unit_by_id(talk.unit_id, at)
    own = actor.speaks_for(talk.unit_id)
    mine = city.unit_by_id(own, at) if own is not None else unit
    numbers = [one.number for one in talk.cases]
    with translation.override(talk.language):
        return {
            **city_variables(talk.language, at),
            "number": ", ".join(numbers),
            "category": "",
            "place": "",
            "unit": unit.name(talk.language),
            "my_unit": mine.name(talk.language),
            "promise": "",
            "scheduled": "",
            "today": date_format(at.astimezone(clock.city_zone()), "j E Y"),
        }


def insert_ready(talk: ThreadPage, form: Words, code: str, actor: Actor) -> None:
    """A ready text, without a script."""
    for text in _ready(talk, actor):
        if text.code == code:
            words = (form["text"].value() or "").rstrip()
            form.write("text", f"{words}\n\n{text.body}" if words else text.body)
            form.write("used", f"{form['used'].value() or ''} {text.code}".strip())


# -- files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file that was taken in and waits for its answer to leave."""

    name: str
    file: UUID

    @property
    def words(self) -> str:
        """What it says, where that is plain text."""
        opened = open_file(self.file)
        if opened is None:
            return ""
        with opened.content as source:
            if not opened.content_type.startswith("text/plain"):
                return ""
            return source.read(_LOOKED_INTO).decode("utf-8", "replace")


def kept_in(sealed: str, talk: ThreadPage) -> list[KeptFile]:
    if not sealed:
        return []
    try:
        thread_id, *rows = signing.loads(sealed, salt=_SALT, max_age=DRAFT_KEPT_FOR)
    except signing.BadSignature:
        return []
    if thread_id != talk.id:
        return []
    return [KeptFile(name=name, file=UUID(file)) for name, file in rows]


def take_files(talk: ThreadPage, form: TalkForm, files: Sequence[Any]) -> list[KeptFile]:
    """Files are taken in before anything else may fail, so that they need not be sent again."""
    kept = kept_in(form.cleaned_data.get("kept", ""), talk)
    if len(kept) + len(files) > MOST_FILES:
        raise NotADocument(str(_("Najwyżej %(most)s plików naraz.")) % {"most": MOST_FILES})
    at = clock.now()
    try:
        for one in files:
            data = one.read()
            found = document_in(data, one.name)
            stored = store_attachment(
                data, found.content_type, at=at, expires_at=at + DRAFT_KEPT_FOR
            )
            kept.append(KeptFile(name=clean(one.name)[:200], file=stored.public_id))
    finally:
        rows = [[one.name, str(one.file)] for one in kept]
        form.write("kept", signing.dumps([talk.id, *rows], salt=_SALT) if rows else "")
    return kept


# -- drafts, and how it will look -----------------------------------------------------------------


def _written(name: str) -> TalkAct:
    act = TALK_ACTS.get(name)
    if act is None or not act.drafts:
        raise Http404
    return act


@require_POST
@of_thread
def draft(request: StaffRequest, talk: ThreadPage, name: str) -> HttpResponse:
    """Keep what is typed. 409: another window has newer words; they come along, none is lost."""
    act = _written(name)
    seen = request.POST.get("draft", "0")
    version = None if request.POST.get("force") else int(seen) if seen.isdecimal() else 0
    try:
        kept = save_draft(
            talk.stream, act.name, typed_in(act, request.POST), version=version, by=request.actor
        )
    except DraftOvertaken as newer:
        row = newer.draft
        words = {"text": row.fields.get("text", ""), "version": row.version}
        return JsonResponse({**words, "at": _hour(row.updated_at)}, status=409)
    if kept is None:
        return JsonResponse({"version": 0, "at": ""})
    return JsonResponse({"version": kept.version, "at": _hour(kept.updated_at)})


def _hour(moment: Any) -> str:
    return date_format(moment.astimezone(clock.city_zone()), "H:i")


@require_POST
@of_thread
def drop(request: StaffRequest, talk: ThreadPage, name: str) -> HttpResponseBase:
    """The words are thrown away on purpose."""
    drop_draft(talk.stream, _written(name).name, by=request.actor)
    return redirect("desk:thread", talk.id)


@require_POST
@of_thread
def preview(request: StaffRequest, talk: ThreadPage) -> HttpResponse:
    """The letter as it would arrive, in the reader's language."""
    text = clean(request.POST.get("text", ""))[:20_000]
    letter = answer_letter(talk.id, text=text, at=clock.now())
    context = {"talk": talk, "letter": letter, "reads": READS.get(letter.language, "")}
    name = "_preview" if request.htmx else "preview"
    return page(request, f"conversations/{name}.html", context)
