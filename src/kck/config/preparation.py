"""What must be in the database before the processes start; the second time it is a look."""

import itertools
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kck.accounts.commands import install_roles
from kck.config import screen
from kck.demo import welcome
from kck.directory.commands import load_city as load_folder
from kck.directory.models import Unit
from kck.foundation import clock
from kck.foundation.actor import PLATFORM


def migrate() -> None:
    """Tables of this version. Refuses a database that would mistreat Polish letters."""
    refuse_wrong_database()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        screen.tick("Tables", "up to date")
        return
    with screen.meter() as progress:
        done = itertools.count(1)

        def moved(action: str, _migration: object = None, _fake: object = False, /) -> None:
            if action == "apply_success":
                progress("Tables", next(done), len(plan))

        MigrationExecutor(connection, moved).migrate(executor.loader.graph.leaf_nodes())
        call_command("migrate", verbosity=0, interactive=False)  # permissions and content types
    screen.tick("Tables", f"{len(plan)} migrations")


def refuse_wrong_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('Ł'), current_setting('server_version_num')::int / 10000")
        lowered, version = cursor.fetchone()
    if lowered != "ł":
        raise SystemExit(
            "This database does not know Polish letters (lower('Ł') is not 'ł'). Create it with "
            "ENCODING 'UTF8' and a UTF-8 locale, for example LC_CTYPE 'C.UTF-8' TEMPLATE template0."
        )
    if version < 15:
        raise SystemExit(f"PostgreSQL {version} is too old: 15 or newer is needed.")


def load_city() -> None:
    install_roles(by=PLATFORM)
    if Unit.objects.exists():
        screen.tick("City", "loaded before")
        return
    with screen.step("City") as remarks:
        load_folder(settings.KCK_CITY_DIR, by=PLATFORM, at=clock.now())
        remarks.append(f"{settings.KCK_CITY_DIR.name}: {Unit.objects.count()} units")


def seed_demo() -> None:
    """The demo city once; the command itself knows whether it has been made."""
    if settings.KCK_DEMO:
        began = time.monotonic()
        call_command("demo", "--if-missing")
        screen.tick("Demo city", seconds=time.monotonic() - began)


def summary() -> dict[str, Any]:
    """What the supervisor cannot know without Django: the demo's clock, pages and logins."""
    if not settings.KCK_DEMO:
        return {}
    return {
        "clock": welcome.clock_anchor(),
        "pages": welcome.pages(),
        "logins": welcome.logins(),
    }
