import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kck.directory.commands import (
    Check,
    EditedOnScreens,
    WrongFiles,
    check_city,
    load_city,
)
from kck.directory.commands.uploads import packed
from kck.directory.editing.export import exported
from kck.directory.loading.parts import write_files
from kck.directory.loading.problems import Change, Problem
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.text import _

_SIGNS = {"added": ("+", "green"), "changed": ("~", "yellow"), "ended": ("-", "red")}
_ROWS = 60
_WIDE = 200


class Command(BaseCommand):
    help = (
        "The configuration of a city: `check` says what a load would change, `load` does it, "
        "`export` writes it as files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "load", "export"])
        parser.add_argument(
            "folder", nargs="?", help="a name under cities/, or a path; export: a folder or a .zip"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="load: also overwrite what was edited in the back office; export: what is there",
        )
        parser.add_argument("--all", action="store_true", help="show every change")

    def handle(self, *_args: Any, what: str, folder: str | None, **options: Any) -> None:
        if what == "export":
            with translation.override(operator_language()):
                self._export(folder, replace=options["replace"])
            return
        path = city_folder(folder)
        with translation.override(operator_language()):
            if not path.is_dir():
                raise CommandError(str(_("Nie ma katalogu {path}.")).format(path=path))
            shown = options["verbosity"] > 0
            rows = None if options["all"] else _ROWS
            self._run(path, what, rows if shown else 0, replace=options["replace"])

    def _export(self, folder: str | None, *, replace: bool) -> None:
        if folder is None:
            raise CommandError(str(_("Podaj katalog albo plik .zip, do którego zapisać.")))
        path = Path(folder)
        if not replace and path.exists() and (path.is_file() or any(path.iterdir())):
            raise CommandError(
                str(_("{path} już jest. Podaj inny albo dodaj --replace.")).format(path=path)
            )
        texts = exported()
        if path.suffix == ".zip":
            path.write_bytes(packed(texts, city_code()))
        else:
            write_files(texts, path)
        self.stdout.write(
            str(_("Zapisano plików: {count}, w {path}.")).format(count=len(texts), path=path)
        )

    def _run(self, path: Path, what: str, rows: int | None, *, replace: bool) -> None:
        check, end = self._checked(path) if what == "check" else self._loaded(path, replace)
        if rows != 0:
            self._show(check, rows)
            self._console().print(end, soft_wrap=True)

    def _checked(self, path: Path) -> tuple[Check, str]:
        check = check_city(path)
        self._refuse(check.problems)
        self._conflicts(check.conflicts)
        end = _("Nic nie zapisano. Wczyta to polecenie: kck city load {path}")
        more = " --replace" if check.conflicts else ""
        return check, str(end).format(path=path) + more

    def _loaded(self, path: Path, replace: bool) -> tuple[Check, str]:
        try:
            loaded = load_city(path, by=PLATFORM, at=clock.now(), replace=replace)
        except EditedOnScreens as error:
            self._conflicts(error.conflicts)
            raise CommandError(
                str(
                    _(
                        "Nic nie zapisano: to zmieniono na ekranach zaplecza. Zapisz to najpierw "
                        "(kck city export), a jeśli pliki mają wygrać, dodaj --replace."
                    )
                )
            ) from error
        except WrongFiles as error:
            self._refuse(error.problems)
            raise
        end = _("Wczytano. Wersja konfiguracji: {version}.")
        return loaded.check, str(end).format(version=loaded.version)

    def _conflicts(self, conflicts: tuple[Change, ...]) -> None:
        """What the files say otherwise than the screens."""
        if not conflicts:
            return
        console = self._console(self.stderr)
        console.print(str(_("Zmienione na ekranach, a w plikach inaczej:")))
        for change in conflicts:
            sign, colour = _SIGNS[change.kind]
            words = f" {change.what} {change.code} {'; '.join(change.details)}"
            console.print(Text.assemble((sign, colour), words), soft_wrap=True)

    def _console(self, stream: Any = None) -> Console:
        """Where there is no terminal nothing is cut to a width."""
        out: Any = getattr(stream or self.stdout, "_out", stream or self.stdout)
        terminal = out.isatty() if hasattr(out, "isatty") else False
        return Console(file=out, highlight=False, width=None if terminal else _WIDE)

    def _show(self, check: Check, rows: int | None) -> None:
        console = self._console()
        if check.changes:
            console.print(_table(check, rows))
            if rows is not None and len(check.changes) > rows:
                rest = _("… i {count} następnych (pokaże je --all).")
                console.print(str(rest).format(count=len(check.changes) - rows))
        for line in check.others if rows is None else check.others[:rows]:
            console.print(Text(line))
        counts = _("Nowych: {added}, zmienionych: {changed}, zakończonych: {ended}.")
        console.print(str(counts).format(**{kind: check.count(kind) for kind in _SIGNS}))

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        """Every mistake as `file:line: what, and what to write instead`; the exit code is 1."""
        if not problems:
            return
        console = self._console(self.stderr)
        for problem in problems:
            place = f"{problem.file}:{problem.line}" if problem.line else problem.file
            console.print(
                Text.assemble((place, "bold"), ": ", problem.what, " ", (problem.instead, "green")),
                soft_wrap=True,
            )
        count = _("Błędów: {count}. Nic nie zapisano.")
        raise CommandError(str(count).format(count=len(problems)))


def _table(check: Check, rows: int | None) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for change in check.changes if rows is None else check.changes[:rows]:
        sign, colour = _SIGNS[change.kind]
        details = Text("\n".join(change.details))
        table.add_row(Text(sign, style=colour), Text(change.what), Text(change.code), details)
    return table


def city_folder(name: str | None) -> Path:
    """A bare name is a folder of `cities/`; anything with a slash, or that exists, is a path."""
    if name is None:
        return Path(settings.KCK_CITY_DIR)
    shipped = Path(settings.BASE_DIR) / "cities" / name
    return shipped if "/" not in name and shipped.is_dir() else Path(name)


def operator_language() -> str:
    """That of the terminal, if we speak it; else English, as everything else there."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    spoken = dict(settings.LANGUAGES)
    return (wanted or "")[:2] if (wanted or "")[:2] in spoken else "en"


def city_code() -> str:
    return snapshot(clock.now()).city.code
