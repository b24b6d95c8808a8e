"""The `kck` command: the processes of the house, and every management command below its name."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from kck.config.embedded import CannotStart
from kck.config.environment import Environment, read_environment
from kck.config.home_lock import database

# these work without a database, so none is started for them
_NO_DATABASE = {
    "collectstatic", "compilemessages", "help", "makemessages", "makemigrations", "settings",
    "startapp", "test", "version", "--help", "-h", "--version", "mail parse",
}  # fmt: skip
_OWN_HELP = """\
kck COMMAND, of which the first ones are:

  run                       everything: database, web, worker, watched and restarted
  web, worker               one process of it
  migrate                   bring the database up to this version
  city load|check DIR       the configuration of a city
  demo                      the simulated city
  mail run                  read mailboxes, listen for the mail server (part of run)
  mail ingest FILE…         mails from files, maildirs, mboxes, or a pipe with -
  mail adopt SOURCE         take over an old mailbox, with its dates; nothing is sent
  mail parse FILE           what a mail says, with --json for programs
  triage WHAT               what understands texts: train, evaluate, read, models, rollback
  import …, export …        cases and registers from files, cases to files
  staff EMAIL               an account, and a role in a unit
  backup FILE, restore FILE everything that must not be lost, in one file
  audit verify              recompute the chain of recorded facts
  doctor                    what is wrong, and what to do about it
  help                      every other command
"""


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; situations we know end with a sentence instead of a traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kck.config.settings")
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(_OWN_HELP)
        return
    try:
        _dispatch(arguments[0], arguments[1:])
    except CannotStart as error:
        raise SystemExit(f"kck: {error}") from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _dispatch(command: str, rest: list[str]) -> None:
    env = read_environment()
    if command == "run":
        from kck.config.supervisor import run

        _no_arguments(command, rest)
        raise SystemExit(run(env))
    with database_for(" ".join([command, *rest[:1]]) if command == "mail" else command, env):
        if command == "web":
            from kck.config.server import serve

            _no_arguments(command, rest)
            serve(env)
        else:
            from django.core.management import execute_from_command_line

            execute_from_command_line(["kck", command, *rest])


def database_for(command: str, env: Environment) -> AbstractContextManager[None]:
    """The embedded server for a command that needs one and was given no other."""
    if env.database_url or command in _NO_DATABASE:
        return nullcontext()
    return database(env.home.resolve(), purpose=command, say=_tell)


def _no_arguments(command: str, rest: list[str]) -> None:
    argparse.ArgumentParser(prog=f"kck {command}").parse_args(rest)


def _tell(words: str) -> None:
    sys.stderr.write(f"kck: {words}\n")


def checkout() -> Path:
    """The folder of the repository: this file is in src/kck/config."""
    return Path(__file__).resolve().parents[3]


if __name__ == "__main__":
    main()
