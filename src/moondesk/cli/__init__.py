"""The ``moondesk`` command. Each command loads what it needs when it runs: ``up`` never loads Django."""

import sys
from typing import NoReturn

import click

import moondesk
from moondesk.cli.database import check, demo, manage, migrate, token
from moondesk.cli.files import files
from moondesk.cli.mail import mail
from moondesk.cli.operators import operator
from moondesk.cli.parts import web, worker
from moondesk.cli.people import second_step
from moondesk.cli.up import up
from moondesk.kit.errors import DomainError, StartupError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(moondesk.__version__, "-V", "--version", message="Moondesk %(version)s")
def commands() -> None:
    """Moondesk: a self-hosted customer support desk.

    'moondesk up' runs everything in this terminal. The other commands run one part of it, or do one thing.
    """


@commands.command()
def version() -> None:
    """Print the version."""
    click.echo(f"Moondesk {moondesk.__version__}")


for command in (up, web, worker, mail, migrate, check, demo, token, second_step, files, operator, manage):
    commands.add_command(command)


def main() -> NoReturn:
    """Run the command; what can be expected to go wrong is one plain sentence and what to do."""
    try:
        commands(prog_name="moondesk")
    except (StartupError, DomainError) as error:
        mark = "\x1b[31m✗\x1b[0m " if sys.stderr.isatty() else ""
        click.echo(f"{mark}{error}", err=True)
    sys.exit(1)
