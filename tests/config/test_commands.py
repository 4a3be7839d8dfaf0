"""What commands that do one thing say, in this process; that the program itself runs is shown in ``tests/ops``."""

import pytest
from click.testing import CliRunner

from moondesk.cli import commands
from moondesk.kit.errors import DomainError
from tests.harness.people import Cast

QUOTA = ("files", "quota", "--organization", "acme")
TOKEN = ("token", "create", "--organization", "acme", "--email", "ana@acme.test")


def say(*arguments: str) -> str:
    done = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_what_an_organization_may_keep_is_said_and_set(cast: Cast) -> None:
    assert say(*QUOTA).endswith(", without a limit.\n")
    assert say(*QUOTA, "--megabytes", "500").endswith(" of 500 MB.\n")
    assert say(*QUOTA).endswith(" of 500 MB.\n")


def test_a_token_with_a_scope_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError, match="no such scope"):
        say(*TOKEN, "--scope", "nonsense")
    assert say(*TOKEN).startswith("mdk_")
