"""``kepu user`` asks Django's accounts for its help, and must still answer to ``--help`` itself."""

import pytest

from kepu.config.command import main


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_help_names_the_commands(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["user", asked])
    out = capsys.readouterr().out
    assert all(word in out for word in ("add", "password", "role"))


def test_help_of_one_command_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["user", "add", "--help"])
    assert "--region" in capsys.readouterr().out
