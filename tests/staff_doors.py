"""Who may come in, for every named address of staff. A new address without a line here fails.

`doors(WHO, "names…")`: the roles that are let in; everybody else is refused with 404, as if nothing
were there, or with 403 where the page itself is no secret. What is asked for is a case of another
unit: roles of one unit are strangers to it. NOBODY: what is asked for is not there at all, or only
with the key of a link.
"""

from dataclasses import dataclass

_ROLES = """
    administrator agent analyst auditor councillor editor handler lead privacy supervisor worker
"""
ALL = frozenset(_ROLES.split())
ADMINISTRATOR = frozenset({"administrator"})
CENTRE = frozenset({"administrator", "agent", "supervisor"})
CITY = frozenset({"administrator", "agent", "analyst", "auditor", "privacy", "supervisor"})
COUNCILLOR = frozenset({"councillor"})
EDITORS = frozenset({"administrator", "editor", "supervisor"})
FIGURES = frozenset({"administrator", "analyst", "lead", "supervisor"})
LEADS = frozenset({"administrator", "lead", "supervisor"})
LABELS = frozenset({"administrator", "agent", "lead", "supervisor"})
LINE_TWO = frozenset({"administrator", "agent", "handler", "lead", "supervisor"})
LOG = frozenset({"administrator", "auditor", "privacy"})
NOBODY: frozenset[str] = frozenset()
OFFICE = frozenset({"administrator", "auditor", "editor", "privacy", "supervisor"})
OFFICER = frozenset({"administrator", "privacy"})
PAPERS = frozenset({"administrator", "supervisor"})
PEOPLE = frozenset({"administrator", "agent", "privacy", "supervisor"})
READERS = ALL - {"councillor", "editor"}
CONTACT = frozenset({"administrator", "agent", "privacy", "supervisor"})


@dataclass(frozen=True, kw_only=True)
class Door:
    who: frozenset[str]
    refused: str = "404"


def doors(who: frozenset[str], names: str, *, refused: str = "404") -> dict[str, Door]:
    return dict.fromkeys(names.split(), Door(who=who, refused=refused))


# what to ask for where the first best sample is nothing
SAMPLES = {
    "backoffice:city-part": {"part": "units"},
    "backoffice:role": {"code": "agent"},
    "backoffice:text": {"key": "cases.done", "language": "pl"},
    "backoffice:text-default": {"key": "cases.done", "language": "pl"},
    "backoffice:text-preview": {"key": "cases.done", "language": "pl"},
    "backoffice:thing": {"part": "units", "identity": "ZDMK"},
    "backoffice:thing-new": {"part": "units"},
    "backoffice:way": {"code": "ZDMK"},
    "desk:export": {"form": "csv"},
}

# not there before `npm run build`
BUILT = frozenset({"field:worker"})

_TABLES = (
    # one's own desk
    doors(ALL, """
        desk:absence desk:account desk:bell desk:bell-count desk:bell-read desk:crowds
        desk:drafts
        desk:drafts-drop desk:export desk:filters desk:home desk:language desk:nav desk:notice-mail
        desk:palette
        desk:points desk:queue desk:returning desk:runs desk:search desk:second-factor
        desk:sessions desk:sessions-end desk:take-back desk:triage-undo desk:view-save desk:views
        field:manifest field:me field:offline field:outbox field:points field:route field:sheet
        field:worker
    """),
    # a case of another unit
    doors(CITY, """
        desk:act desk:case desk:case-here desk:case-parts desk:case-reading
        desk:draft desk:draft-drop
    """),
    doors(CONTACT, "desk:case-contact"),
    doors(LINE_TWO, "desk:line2 desk:inbox desk:threads-undo desk:deliveries"),
    doors(CENTRE, """
        desk:label-off desk:new desk:new-done desk:new-look desk:publish desk:revoke-links
        desk:sheet-void desk:sheets desk:sheets-print desk:split desk:split-undo desk:task-link
        desk:alarm-seen desk:alarms desk:unread-mail desk:triage desk:triage-decide
        desk:triage-merge desk:triage-unmerge desk:watch
    """),
    doors(READERS, "desk:commitments desk:commitments-csv"),
    doors(LEADS, "desk:absence-unit desk:contractors"),
    doors(LABELS, "desk:labels"),
    doors(FIGURES, """
        desk:figures desk:recognition desk:recognition-pair desk:recognition-run desk:reviews
        desk:sentences
    """),
    doors(ADMINISTRATOR, "desk:recognition-back desk:recognition-train"),
    doors(PEOPLE, "desk:people"),
    doors(COUNCILLOR, "desk:district"),
    # a district that is not the councillor's, and things that are not there
    doors(NOBODY, """
        desk:absence-end desk:bulk desk:call desk:commitment desk:contractor
        desk:thread desk:thread-parts desk:thread-here desk:thread-act desk:thread-cases
        desk:thread-draft desk:thread-draft-drop desk:thread-preview desk:thread-file
        desk:thread-original desk:thread-unlink desk:threads-many desk:post-back desk:delivery-mend
        desk:unread-mail-file desk:unread-mail-act
        desk:crowd-dismiss desk:district-case
        desk:file desk:file-erase desk:label desk:line2-act desk:line2-contact desk:line2-item
        desk:mail-again desk:person desk:person-act desk:person-apart desk:person-doubles
        desk:person-why desk:photo desk:preview desk:prolongation desk:queue-person desk:records
        desk:records-file desk:records-receipt desk:resend desk:review desk:revoke-link desk:run
        desk:run-act desk:sentence desk:settle desk:side desk:task desk:untie desk:view-change
        field:act field:case field:contact field:photo
    """),
    # the back office: its pages are no secret, its things are
    doors(OFFICE, "backoffice:home", refused="403"),
    doors(EDITORS, """
        backoffice:notice-new backoffice:notice-preview backoffice:notices
        backoffice:ready-text-new backoffice:ready-text-preview backoffice:ready-texts
        backoffice:texts
    """, refused="403"),
    doors(EDITORS, """
        backoffice:notice-withdraw backoffice:text backoffice:text-default
        backoffice:text-preview
    """),
    doors(ADMINISTRATOR, """
        backoffice:changes-list backoffice:city backoffice:city-download backoffice:city-files
        backoffice:city-part backoffice:embedding backoffice:embedding-take-back
        backoffice:object-labels backoffice:object-new backoffice:object-table backoffice:objects
        backoffice:partners backoffice:people backoffice:person-new backoffice:register-new
        backoffice:registers backoffice:role-new backoffice:roles backoffice:thing-new
        backoffice:tokens backoffice:ways backoffice:webhook-new backoffice:webhooks
    """, refused="403"),
    doors(ADMINISTRATOR, """
        backoffice:person backoffice:person-again backoffice:person-change
        backoffice:person-factors backoffice:person-left backoffice:person-post
        backoffice:person-sign-out backoffice:post-end backoffice:role backoffice:role-remove
        backoffice:role-undo backoffice:thing backoffice:way
    """),
    doors(LOG, "backoffice:audit backoffice:audit-export", refused="403"),
    doors(PAPERS, "backoffice:papers", refused="403"),
    doors(PAPERS, "backoffice:aside-settled backoffice:stray-settled"),
    doors(OFFICER, "backoffice:privacy backoffice:retention", refused="403"),
    doors(OFFICER, """
        backoffice:retention-hold backoffice:retention-lift backoffice:retention-switch
    """),
    doors(NOBODY, """
        backoffice:changes backoffice:changes-choose backoffice:changes-discard
        backoffice:changes-drop backoffice:changes-put backoffice:changes-settings
        backoffice:changes-undo backoffice:city-upload backoffice:partner-renew
        backoffice:partner-revoke backoffice:person-back backoffice:privacy-act
        backoffice:privacy-give backoffice:privacy-one backoffice:ready-text backoffice:register
        backoffice:register-end backoffice:register-fetch backoffice:register-run
        backoffice:register-undo backoffice:retention-class backoffice:retention-confirm
        backoffice:token-revoke backoffice:webhook backoffice:webhook-act
        backoffice:webhook-again backoffice:webhook-delivery backoffice:webhook-edit
        backoffice:webhook-replay backoffice:webhook-reveal
    """),
    # by link alone: whoever is signed in is no better off than anybody
    doors(NOBODY, """
        worklink:act worklink:case worklink:link worklink:not-me worklink:photo worklink:renew
        worklink:task-act worklink:task-photo
    """),
    # by a system's token alone: a signed-in browser is none
    doors(NOBODY, """
        api:v1:accept api:v1:answer api:v1:ask api:v1:done api:v1:forward api:v1:get_contact
        api:v1:get_unit api:v1:get_unit_case api:v1:get_unit_photo api:v1:hand_back
        api:v1:list_unit_cases api:v1:note api:v1:photos api:v1:schedule api:v1:take
    """, refused="401"),
)  # fmt: skip
DOORS: dict[str, Door] = {name: door for table in _TABLES for name, door in table.items()}
# each named once, so that no second line quietly wins
assert len(DOORS) == sum(map(len, _TABLES))
# what is refused otherwise than the rest, and why
EXCEPTIONS = {
    # its page is there for whoever reads the case; sending is for whom the case is
    "desk:records-send": dict.fromkeys(("agent", "analyst", "auditor", "privacy"), "403"),
    # the page of one thing that is not there says so to whom it would open, else that it is closed
    "backoffice:object-end": dict.fromkeys(ALL - ADMINISTRATOR, "403"),
}
DOORS.update(doors(NOBODY, " ".join(EXCEPTIONS)))
