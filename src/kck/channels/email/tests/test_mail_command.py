"""`kck mail parse`: what a mail says, for programs and for people."""

import json

import pytest
from django.core.management import CommandError, call_command

from kck.channels.email.tests.mails import a_file, a_multipart, a_part


def test_a_mail_is_printed_for_programs(tmp_path, capsys):
    file = tmp_path / "list.eml"
    file.write_bytes(
        a_multipart(a_part("Nie świeci.\n\n> Dzień dobry\n"), a_file(b"%PDF-", "a.pdf"))
    )

    call_command("mail", "parse", str(file), "--json")

    said = json.loads(capsys.readouterr().out)
    assert said["from"] == {"name": "Jan Kowalski", "address": "jan@poczta.example"}
    assert (said["reply"], said["quoted"]) == ("Nie świeci.", "> Dzień dobry")
    assert said["attachments"][0]["content_type"] == "application/pdf"
    assert (said["auto_submitted"], said["bounce"]) == ("none", [])


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="brak\\.eml"):
        call_command("mail", "parse", str(tmp_path / "brak.eml"))
