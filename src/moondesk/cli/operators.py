"""Commands about who runs the installation."""

from pathlib import Path

import click

from moondesk.cli.database import check_database, load_django
from moondesk.cli.options import data_directory_option


@click.group()
def operator() -> None:
    """Say who may open the console of this installation."""


@operator.command("add")
@data_directory_option
@click.argument("email", metavar="ADDRESS")
def add(data_dir: Path, email: str) -> None:
    """Make the person who signs in with ADDRESS an operator."""
    load_django(data_dir)
    from moondesk.operating.actions import make_operator

    check_database()
    click.echo(f"{make_operator(email).email} can open /console now.")


@operator.command("remove")
@data_directory_option
@click.argument("email", metavar="ADDRESS")
def remove(data_dir: Path, email: str) -> None:
    """Make the person who signs in with ADDRESS an operator no more."""
    load_django(data_dir)
    from moondesk.operating.actions import unmake_operator

    check_database()
    click.echo(f"{unmake_operator(email).email} cannot open /console any more.")
