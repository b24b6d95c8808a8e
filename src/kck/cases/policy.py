"""Who may do what with a case. Pure: an actor, a case, a verdict with a reason."""

from kck.cases.models import Case, Task
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

_STAFF_ONLY = _("To robią tylko pracownicy.")
_COVERED = _("Dane zgłaszającego są zasłonięte: pokaż je, zanim opublikujesz tę treść.")
_COMPLAINED = _("Skarga dotyczy Ciebie albo Twojej jednostki: prowadzi ją ktoś inny.")


def reporter_grant(case_id: int) -> str:
    """Held by whoever opened a case with its link, or its number and code."""
    return f"case:{case_id}"


def shown_grant(case_id: int) -> str:
    """Held for an hour by whoever asked for the reporter's contact; it was written down."""
    return f"shown:{case_id}"


def complained_of(actor: Actor, case: Case) -> bool:
    """Whether the case is a complaint of this person, or of a unit they work in."""
    if case.kind != CaseKind.COMPLAINT or not actor.works:
        return False
    known = case.__dict__
    if "_complained" not in known:  # asked of many things at once: looked up once
        known["_complained"] = getattr(case, "complained", None)
    found = known["_complained"]
    if found is None:
        return False
    in_person = found.staff_id is not None and found.staff_id == actor.staff_id
    return in_person or (found.unit_id is not None and found.unit_id in actor.unit_ids)


def _staff(actor: Actor, grant: str, case: Case, refusal: object) -> Verdict:
    if actor.kind == "platform":
        return YES
    if not actor.works:
        return no(_STAFF_ONLY)
    if complained_of(actor, case):
        return no(_COMPLAINED)
    return YES if actor.may(grant, case.unit_id) else no(refusal)


def may_read(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.view", case, _("Ta sprawa należy do innej jednostki."))


def may_work(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.work", case, _("Ta sprawa należy do innej jednostki."))


def may_forward(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.forward", case, _("Nie możesz przekazywać spraw tej jednostki."))


def may_assign(actor: Actor, case: Case) -> Verdict:
    if actor.may("cases.work", case.unit_id) and not complained_of(actor, case):
        return YES
    return _staff(actor, "cases.assign", case, _("Sprawy przydziela kierownik jednostki."))


def may_triage(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.triage", case, _("Kategorię rozstrzyga centrum kontaktu."))


def may_undo_triage(actor: Actor, decided_by: str) -> Verdict:
    """The case may be another unit's by now: a slip is taken back by whoever made it."""
    if actor.kind == "staff" and str(actor) == decided_by:
        return YES
    return no(_("Cofnąć może tylko osoba, która wybrała kategorię."))


def may_recategorise(actor: Actor, case: Case) -> Verdict:
    """The centre decides; a unit may correct the category of what it works on."""
    return may_triage(actor, case) or may_forward(actor, case)


def may_share_labels(actor: Actor) -> Verdict:
    """A label for everybody is the centre's to make."""
    if actor.kind == "platform" or (actor.kind == "staff" and "cases.triage" in actor.grants):
        return YES
    return no(_("Wspólne etykiety zakłada centrum kontaktu."))


def may_keep_label(actor: Actor, unit_id: int | None) -> Verdict:
    """A unit's own is its to rename and retire."""
    if unit_id is not None and actor.kind == "staff" and actor.may("cases.assign", unit_id):
        return YES
    return may_share_labels(actor)


def may_keep_labels(actor: Actor) -> Verdict:
    """Some of them, whichever."""
    if any(may_keep_label(actor, pk) for pk in actor.units_with("cases.assign")):
        return YES
    return may_share_labels(actor)


def may_keep_contractors(actor: Actor, unit_id: int) -> Verdict:
    """The list of a unit's firms is its lead's to keep."""
    if actor.kind == "platform":
        return YES
    if actor.kind == "staff" and actor.may("cases.assign", unit_id):
        return YES
    return no(_("Listę wykonawców prowadzi kierownik jednostki."))


def task_grant(task_id: int) -> str:
    """Held by whoever opened a task with its link."""
    return f"task:{task_id}"


def may_give_task(actor: Actor, case: Case) -> Verdict:
    """The case's own unit answers for all of it, so it alone hands out parts."""
    return may_work(actor, case)


def may_do_task(actor: Actor, case: Case, task: Task) -> Verdict:
    """Whoever has it: the unit, or a contractor by their link."""
    if actor.kind == "platform" or actor.may(task_grant(task.pk)):
        return YES
    if not task.contractor and actor.works and actor.may("cases.work", task.unit_id):
        return YES
    return no(_("To zadanie ma ktoś inny."))


def may_end_task(actor: Actor, case: Case, task: Task) -> Verdict:
    """For a contractor without a link, or one who telephoned, the case's unit says it."""
    if task.contractor and may_work(actor, case):
        return YES
    return may_do_task(actor, case, task)


def may_publish(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.publish", case, _("Nie masz uprawnienia do publikowania."))


def may_redact(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.redact", case, _("Nie masz uprawnienia do zamazywania danych."))


def may_requalify(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.requalify", case, _("Rodzaj sprawy zmienia centrum kontaktu."))


def may_merge(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.merge", case, _("Nie możesz łączyć spraw tej jednostki."))


def may_split(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.merge", case, _("Nie możesz rozdzielać spraw tej jednostki."))


def may_see_contact(actor: Actor, case: Case) -> Verdict:
    return _staff(actor, "cases.contact", case, _("Napisz do zgłaszającego przez sprawę."))


def may_read_personal(actor: Actor, case: Case) -> Verdict:
    """What people wrote, as they wrote it. Others read it without names, numbers and addresses.

    The centre speaks with people; whoever redacts must see what is there. A unit asks to be shown
    one case, and that is written down.
    """
    if may_redact(actor, case):
        return YES
    if actor.may(shown_grant(case.pk)) and may_see_contact(actor, case):
        return YES
    if "cases.contact" in actor.grants:
        return may_see_contact(actor, case)
    in_all_units = actor.kind == "platform" or "cases.publish" in actor.grants
    return may_publish(actor, case) if in_all_units else no(_COVERED)


def may_uncover(actor: Actor, case: Case) -> Verdict:
    """To ask for what is covered, when it is."""
    if may_read_personal(actor, case):
        return no(_("Nic nie jest zasłonięte."))
    return may_see_contact(actor, case)


def may_erase(actor: Actor, case: Case) -> Verdict:
    """The data protection officer, or the reporter their own."""
    if may_act_as_reporter(actor, case) or (actor.kind == "staff" and _officer(actor)):
        return YES
    return _staff(actor, "cases.erase", case, _("Dane usuwa inspektor ochrony danych."))


def may_expire(actor: Actor) -> Verdict:
    """By classes that somebody confirmed, with nobody in a hurry."""
    return YES if actor.kind == "platform" else no(_("Retencję prowadzi system."))


def _officer(actor: Actor) -> bool:
    return "people.privacy" in actor.grants


def may_act_as_reporter(actor: Actor, case: Case) -> Verdict:
    if actor.kind == "platform" or actor.may(reporter_grant(case.pk)):
        return YES
    return no(_("To może zrobić tylko zgłaszający: z linku albo numerem i kodem."))


def may_speak_for_reporter(actor: Actor, case: Case) -> Verdict:
    """The reporter, or an agent who has them on the line."""
    if may_act_as_reporter(actor, case):
        return YES
    return _staff(actor, "intake.receive", case, _("To może zrobić tylko zgłaszający."))
