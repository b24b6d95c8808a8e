"""`kck doctor`: what is wrong with this installation, and what to do about it."""

import shutil
import stat
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kck.channels.email import running, scanning
from kck.channels.email.inbound_config import Clamd, WrongMailboxes
from kck.channels.email.inbound_queries import mail_health
from kck.config import health
from kck.config.finding import Finding
from kck.config.folders import folders, registers
from kck.directory.models import Unit

_LEAST_FREE = 2_000_000_000


def examine() -> list[Finding]:
    """Every check; without a database the ones that need it are left out."""
    findings = [_disk(), _secret_key(), _time_zone(), _mail(), _hosts(), *folders()]
    database = _database()
    if not database.well:
        return [database, *findings]
    checks: list[Callable[[], Finding]] = [
        *(_letters, _version, _migrations, _city, registers, _worker, _queue, _mail_in),
    ]
    return [database, *map(_guarded, checks), *findings]


def _guarded(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except DatabaseError as error:
        name = (check.__name__).strip("_")
        return Finding(what=name, well=False, words=str(error).split("\n")[0], advice="kck migrate")


def _ask(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _database() -> Finding:
    try:
        version = _ask("SELECT current_setting('server_version')")
    except DatabaseError as error:
        advice = "Check KCK_DATABASE_URL, or look at KCK_HOME/postgres/server.log."
        words = str(error).strip().split("\n")[0]
        return Finding(what="database", well=False, words=words, advice=advice)
    kind = "embedded" if not settings.ENV.database_url else "your own"
    return Finding(what="database", well=True, words=f"PostgreSQL {version}, {kind}")


def _letters() -> Finding:
    return Finding(
        what="letters",
        well=_ask("SELECT lower('Ł')") == "ł",
        words="lower('Ł') is " + _ask("SELECT lower('Ł')"),
        advice="Create it anew with ENCODING 'UTF8' LC_CTYPE 'C.UTF-8', then kck restore.",
    )


def _version() -> Finding:
    number = int(_ask("SELECT current_setting('server_version_num')::int / 10000"))
    advice = "Upgrade PostgreSQL: 15 or newer is needed."
    return Finding(what="version", well=number >= 15, words=str(number), advice=advice)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    words = f"{len(plan)} not applied" if plan else "all applied"
    return Finding(what="tables", well=not plan, words=words, advice="kck migrate")


def _city() -> Finding:
    units = Unit.objects.count()
    return Finding(
        what="city",
        well=units > 0,
        words=f"{units} units" if units else "no configuration",
        advice=f"kck city load {settings.KCK_CITY_DIR.name}",
    )


def _worker() -> Finding:
    workers = health.live_workers()
    return Finding(
        what="worker",
        well=workers > 0,
        words=f"{workers} alive" if workers else "none alive: messages wait, nothing else is lost",
        advice="kck run, or kck worker on its own",
    )


def _queue() -> Finding:
    waiting, oldest = health.queue_lag()
    return Finding(
        what="queue",
        well=oldest < 300,
        words=f"{waiting} jobs wait, the oldest for {oldest} s",
        advice="Start more workers, or look into KCK_HOME/log/worker.log for what fails.",
    )


def _disk() -> Finding:
    free = shutil.disk_usage(settings.KCK_HOME).free
    return Finding(
        what="disk",
        well=free > _LEAST_FREE,
        words=f"{free / 1e9:.1f} GB free in {settings.KCK_HOME}",
        advice="Make room: below 2 GB the database may stop.",
    )


def _secret_key() -> Finding:
    path = settings.KCK_HOME / "keys" / "secret_key"
    if settings.ENV.secret_key or not path.exists():
        short = len(settings.SECRET_KEY) < 32
        words = "too short" if short else "from the environment"
        return Finding(what="secret key", well=not short, words=words, advice="Use 50 characters.")
    open_to = stat.S_IMODE(path.stat().st_mode) & 0o077
    return Finding(
        what="secret key",
        well=not open_to,
        words="others may read it" if open_to else "readable by its owner only",
        advice=f"chmod 600 {path}",
    )


def _time_zone() -> Finding:
    return Finding(what="time zone", well=True, words=settings.TIME_ZONE)


def _mail() -> Finding:
    if settings.KCK_DEMO:
        return Finding(what="mail", well=True, words="demo: the mailbox page")
    return Finding(
        what="mail",
        well=bool(settings.ENV.smtp_url),
        words="SMTP is set"
        if settings.ENV.smtp_url
        else "no server: messages wait in the database",
        advice="Set KCK_SMTP_URL.",
        grave=False,
    )


def _mail_in() -> Finding:
    """Whether mail comes in: what cannot be reached, what waits, what nobody could read."""
    try:
        mailboxes = running.mailboxes()
    except WrongMailboxes as problem:
        return Finding(
            what="mail in", well=False, words=str(problem), advice="See docs/runbooks/mail.md."
        )
    found = mail_health()
    wrong = [*found.problems]
    if found.late:
        wrong.append(f"{found.late} mails wait to be read")
    if found.unreadable:
        wrong.append(f"{found.unreadable} could not be read")
    if settings.ENV.clamd and not scanning.answers(Clamd.parse(settings.ENV.clamd)):
        wrong.append("the virus scanner does not answer")
    well = f"{len(mailboxes)} mailboxes" + (", listening" if settings.ENV.mail_listen else "")
    return Finding(
        what="mail in",
        well=not wrong,
        words="; ".join(wrong) or (well if running.is_configured() else "not in use"),
        advice="Look at /desk/mail/unreadable/ and KCK_HOME/log/mail.log; docs/runbooks/mail.md.",
        grave=bool(found.problems or found.late),
    )


def _hosts() -> Finding:
    open_door = "*" in settings.ALLOWED_HOSTS and not settings.KCK_DEMO
    return Finding(
        what="host names",
        well=not open_door,
        words="any name is answered" if open_door else ", ".join(settings.ALLOWED_HOSTS),
        advice="Set KCK_HOSTS to the names of the site.",
        grave=False,
    )
