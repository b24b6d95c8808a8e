"""Everything that changes links, and what the centre enters about its calls."""

from kck.unitlinks.commands.calls import enter_call
from kck.unitlinks.commands.issue import issue_case_link, issue_list_link, issue_task_link
from kck.unitlinks.commands.revoke import (
    not_for_me,
    replace_links,
    replace_task_links,
    revoke_link,
    revoke_links_of,
)
from kck.unitlinks.commands.use import LinkRefused, NameMissing, open_link, use_link

__all__ = [
    "LinkRefused",
    "NameMissing",
    "enter_call",
    "issue_case_link",
    "issue_list_link",
    "issue_task_link",
    "not_for_me",
    "open_link",
    "replace_links",
    "replace_task_links",
    "revoke_link",
    "revoke_links_of",
    "use_link",
]
