"""`kck mail`: what comes in by mail."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kck.channels.email.parsing import ParsedMail, parse
from kck.channels.email.parsing.printing import as_json


class Command(BaseCommand):
    help = "Mails: parse."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        parse_ = what.add_parser("parse", help="say what a mail says; nothing is kept")
        parse_.add_argument("file", type=Path, help="as it came over the wire; - is standard input")
        parse_.add_argument("--json", action="store_true")
        parse_.add_argument("--trusted", default="", metavar="HOST",
                            help="whose Authentication-Results are believed")  # fmt: skip

    def handle(self, *_args: Any, what: str, **options: Any) -> None:
        getattr(self, f"_{what}")(options)

    def _parse(self, options: dict[str, Any]) -> None:
        mail = parse(_bytes(options["file"]), authserv_id=options["trusted"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(mail), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_for_people(mail))


def _bytes(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{problem.filename}: {problem.strerror}") from problem


def _for_people(mail: ParsedMail) -> str:
    head = [
        f"from: {_mailbox(mail)}",
        f"subject: {mail.subject}",
        f"kind: {mail.kind}",
        *(f"attachment: {one.filename} ({one.content_type}, {one.size} B)"
          for one in mail.attachments),
        *(f"bounce: {one.recipient} {one.action} {one.status}" for one in mail.bounces),
        *(f"defect: {one}" for one in mail.defects),
    ]  # fmt: skip
    return "\n".join([*head, "", mail.reply or mail.text])


def _mailbox(mail: ParsedMail) -> str:
    return f"{mail.from_.name} <{mail.from_.address}>".strip() if mail.from_ else "-"
