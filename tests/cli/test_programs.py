"""`portal programs`: who coordinates which."""

from tests.cli.conftest import Command
from tests.cli.test_users import ANA, add

OPEN = "ouvert\tProgramme ouvert\tOpen programme"


def test_a_coordinator_is_appointed_and_dismissed(command: Command) -> None:
    add(command)
    assert command("programs", "list").output.splitlines() == [OPEN]
    for _ in range(2):
        result = command("programs", "appoint", ANA, "ouvert")
        assert (result.exit_code, result.output) == (0, f"{ANA} coordinates ouvert.\n")
        assert command("programs", "list").output.splitlines() == [f"{OPEN}\t{ANA}"]
    for _ in range(2):
        assert command("programs", "dismiss", ANA, "ouvert").exit_code == 0
        assert command("programs", "list").output.splitlines() == [OPEN]


def test_nobody_and_nothing_have_their_sentence(command: Command) -> None:
    add(command)
    for words, sentence in (
        ((ANA, "ailleurs"), "There is no programme ailleurs"),
        (("noor@example.org", "ouvert"), "Nobody here has the address noor@example.org."),
    ):
        for verb in ("appoint", "dismiss"):
            result = command("programs", verb, *words)
            assert result.exit_code == 1
            assert sentence in result.stderr
