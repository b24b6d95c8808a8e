from django.utils.translation import override

from kck.foundation.reasons import columns, in_language, kept, of_text, reason
from kck.foundation.text import _

AWAY = reason("test.away", _("Zapisz"))  # a text that the interface has in three languages
TOLD = reason("test.told", "%(who)s: %(why)s")


def test_what_is_kept_is_said_in_the_language_of_whoever_reads() -> None:
    with override("uk"):
        text, stored = columns(TOLD(who="ZDMK", why=AWAY))

    assert text == "ZDMK: Zapisz"
    found = kept(stored, text)
    assert found is not None
    assert in_language(found, "pl") == "ZDMK: Zapisz"
    assert in_language(found, "en") == "ZDMK: Save"


def test_rows_from_before_and_codes_that_are_gone_show_their_text() -> None:
    assert str(kept(None, "coś się stało")) == "coś się stało"
    assert str(kept({"code": "test.gone", "facts": {}}, "coś się stało")) == "coś się stało"
    assert kept(None, "") is None


def test_facts_that_are_missing_or_hold_percents_break_no_page() -> None:
    assert str(kept({"code": "test.told", "facts": {"who": "ZDMK"}})) == "%(who)s: %(why)s"
    assert str(TOLD(who="100 % %(x)s", why=of_text("50 %s"))) == "100 % %(x)s: 50 %s"
    assert str(of_text("%(text)s")) == "%(text)s"
