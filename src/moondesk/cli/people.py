"""Letting people in again who have lost what they signed in with."""

from pathlib import Path

import click

from moondesk.cli.database import check_database, load_django
from moondesk.cli.options import data_directory_option


@click.command("second-step")
@data_directory_option
@click.argument("email")
@click.option("--off", is_flag=True, required=True, help="Forget app, passkeys and recovery codes of this account.")
def second_step(data_dir: Path, email: str, off: bool) -> None:
    """Let somebody in with the password alone who lost phone, passkeys and codes.

    Make sure first that it is really them who ask. A mail tells them.
    """
    load_django(data_dir)
    from moondesk.accounts.actions import forget_second_factors
    from moondesk.web.account.telling import tell

    check_database()
    user = forget_second_factors(email)
    tell(user, "second_factor_forgotten")
    click.echo(f"{user.email} signs in with the password alone now.")
