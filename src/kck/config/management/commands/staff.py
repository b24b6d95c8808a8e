"""`kck staff EMAIL --name … --role … --unit …`: an account, and a role in a unit."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kck.accounts.commands import appoint, install_roles, join
from kck.accounts.models import Staff
from kck.accounts.queries import role_codes
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.people.rules import normal_email


class Command(BaseCommand):
    help = "Make an account for somebody who works for the city, or give them one more role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as colleagues see it")
        parser.add_argument("--role", required=True)
        parser.add_argument("--unit", required=True)
        parser.add_argument("--language", default="", choices=["pl", "en", "uk"])

    def handle(self, *args: Any, **options: Any) -> None:
        install_roles(by=PLATFORM)
        email = normal_email(options["email"])
        if not email:
            raise CommandError(f"{options['email']} is no e-mail address.")
        self._check(options["role"], options["unit"])
        staff = Staff.objects.filter(email=email).first()
        if staff is None:
            staff = self._join(email, options)
        appoint(staff, role=options["role"], unit=options["unit"], by=PLATFORM)
        self.stdout.write(f"{staff.name}: {options['role']} in {options['unit']}.")

    def _check(self, role: str, unit: str) -> None:
        if role not in role_codes():
            raise CommandError(f"There is no role {role}. There are: {', '.join(role_codes())}.")
        if snapshot().unit(unit) is None:
            codes = ", ".join(known.code for known in snapshot().units_in_force())
            raise CommandError(f"There is no unit {unit}. There are: {codes}.")

    def _join(self, email: str, options: dict[str, Any]) -> Staff:
        if not options["name"]:
            raise CommandError("A new account needs a --name.")
        password = secrets.token_urlsafe(12)
        self.stdout.write(f"Password for the first sign-in: {password}")
        return join(
            email=email,
            name=options["name"],
            password=password,
            language=options["language"],
            at=clock.now(),
            by=PLATFORM,
        )
