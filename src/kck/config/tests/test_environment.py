from pathlib import Path

import pytest

from kck.config.environment import WrongSetting, read_environment
from kck.config.settings_docs import markdown


def test_without_variables_the_defaults_stand():
    env = read_environment({})

    assert (env.home, env.port, env.demo) == (Path("var"), 8000, False)


def test_port_is_read_from_port_too_but_kck_port_wins():
    assert read_environment({"PORT": "8123"}).port == 8123
    assert read_environment({"PORT": "8123", "KCK_PORT": "9000"}).port == 9000


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("KCK_PORT", "eighty", "KCK_PORT='eighty' cannot be used: write a whole number"),
        ("KCK_PORT", "70000", "between 1 and 65535"),
        ("KCK_DEMO", "perhaps", "KCK_DEMO='perhaps' cannot be used: write yes or no"),
        ("KCK_WEB_THREADS", "0", "at least 1"),
        ("KCK_LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("KCK_DATABASE_URL", "mysql://a/b", "postgresql://user:password@host:5432/name"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(name, content, words):
    with pytest.raises(WrongSetting) as caught:
        read_environment({name: content})

    assert words in str(caught.value)


def test_the_sentence_does_not_show_a_password():
    with pytest.raises(WrongSetting) as caught:
        read_environment({"KCK_DATABASE_URL": "mysql://kck:geheim@host/kck"})

    assert "geheim" not in str(caught.value)


def test_a_misspelt_name_is_said_with_the_one_that_was_meant():
    with pytest.raises(WrongSetting, match="Did you mean KCK_DATABASE_URL"):
        read_environment({"KCK_DATABSE_URL": "postgresql://host/kck"})


def test_the_documented_settings_are_the_settings_there_are():
    documented = Path(__file__).parents[4] / "docs" / "settings.md"

    assert documented.read_text() == markdown(), "run: make docs"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"KCK_EZD_FOLDER": "ezd"}, "whole path"),
        ({"KCK_EZD_URL": "ezd.example", "KCK_EZD_TOKEN": "x"}, "https://host/path"),
        ({"KCK_EZD_URL": "https://ezd.example/kck"}, "KCK_EZD_TOKEN"),
        (
            {
                "KCK_EZD_FOLDER": "/ezd",
                "KCK_EZD_URL": "https://ezd.example",
                "KCK_EZD_TOKEN": "x",
            },
            "not both",
        ),
        ({"KCK_EZD_AUTOMATIC": "always"}, "no, formal or closed"),
    ],
)
def test_a_records_system_that_is_half_named_stops_the_start(given, said):
    with pytest.raises(WrongSetting, match=said):
        read_environment(given)
