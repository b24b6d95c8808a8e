from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.builders import MONDAY, a_case

from kck.channels.ezd.sending import send_due
from kck.channels.ezd.tests.filing import a_petition, asked, into_folder
from kck.foundation import clock
from kck.foundation.models import Look

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=3))
    return into_folder(settings, tmp_path / "ezd")


def run(*arguments):
    out, wrong = StringIO(), StringIO()
    try:
        call_command("records", *arguments, stdout=out, stderr=wrong)
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue(), wrong.getvalue()


def test_check_says_what_is_in_a_whole_package(folder):
    package = asked(a_petition())
    send_due()

    code, said, _wrong = run("check", str(folder / f"{package.package_id}.zip"))

    assert code == 0
    assert package.package_id in said
    assert "2 documents, 1 of them letters" in said


def test_check_names_every_file_that_is_not_whole(folder):
    package = asked(a_petition())
    send_due()
    whole = folder / f"{package.package_id}.zip"
    cut = folder / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:1000])

    code, said, wrong = run("check", str(cut), str(folder / "none.zip"), str(whole))

    assert code == 1
    assert "cut.zip: not whole" in wrong
    assert "none.zip: not whole" in wrong
    assert "whole." in said


def test_build_writes_a_package_to_look_at_and_says_what_it_holds(folder, tmp_path):
    case, file = a_petition(), tmp_path / "look.zip"

    code, said, _wrong = run("build", case.number, str(file))

    assert (code, run("check", str(file))[0]) == (0, 0)
    assert "personal data" in said
    assert Look.objects.get().what == "records"
    assert list(folder.iterdir()) == []
    with pytest.raises(CommandError, match="cannot be written"):
        run("build", case.number, str(file))  # never over a file that is there


@pytest.mark.parametrize("number", ["260000999", "hello"])
def test_build_knows_only_formal_cases(number, tmp_path):
    for wanted in (number, a_case().number):
        with pytest.raises(CommandError):
            run("build", wanted, str(tmp_path / "x.zip"))
