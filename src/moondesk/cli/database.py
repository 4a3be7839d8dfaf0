"""Commands that do one thing with the database and end."""

import io
import os
import sys
from pathlib import Path

import click

from moondesk.cli.options import data_directory_option, home
from moondesk.kit.errors import StartupError


def load_django(data_dir: Path, *, migrating: bool = False) -> None:
    """Set Django up for the database of a data directory, or the one that the environment names."""
    from moondesk.supervision.prepare import set_up_django
    from moondesk.supervision.surroundings import given

    directory = home(data_dir)
    if not given("DATABASE_URL"):
        raise StartupError(
            f"There is no database to work with. Start 'moondesk up' with the data directory {directory.root} in "
            "another terminal, or set DATABASE_URL."
        )
    if not given("MOONDESK_SECRET_KEY") and (directory.root / "secret_key").exists():
        os.environ["MOONDESK_SECRET_KEY"] = directory.secret_key()
    set_up_django(os.environ, migrating=migrating)


def check_database() -> None:
    """Refuse a role that could get round the fences, and tables of another version."""
    from moondesk.kit.database import check_role
    from moondesk.supervision.prepare import refuse_pending

    check_role()
    refuse_pending()


@click.command()
@data_directory_option
def migrate(data_dir: Path) -> None:
    """Bring roles, rights and tables of the database up to this version. Needs DATABASE_OWNER_URL."""
    from moondesk.supervision import prepare
    from moondesk.supervision.surroundings import given

    directory = home(data_dir)
    if not given("DATABASE_OWNER_URL"):
        raise StartupError(
            "DATABASE_OWNER_URL is missing. Set it to the role that owns the tables; DATABASE_URL names the role of "
            "the application."
        )
    if not given("MOONDESK_SECRET_KEY") and directory.root.is_dir():
        os.environ["MOONDESK_SECRET_KEY"] = directory.secret_key()

    def report(step: str, value: object) -> None:
        if step == "migrated":
            click.echo(f"{value} migrations applied." if value else "The database is up to date.")

    prepare.prepare(report)


@click.command()
@data_directory_option
def check(data_dir: Path) -> None:
    """Check settings, database, role and migrations; for scripts and before an upgrade."""
    load_django(data_dir)
    from django.core.management import call_command

    check_database()
    call_command("check", deploy=False, verbosity=0, stdout=io.StringIO())
    click.echo("Settings, database, role and migrations are in order.")


@click.group()
def demo() -> None:
    """Load or remove the two organizations to look at."""


@demo.command("load")
@data_directory_option
def demo_load(data_dir: Path) -> None:
    """Load the demo with random passwords, and print them."""
    load_django(data_dir)
    from moondesk.supervision.data_directory import DataDirectory
    from moondesk.supervision.prepare import load_demo

    check_database()
    rows = load_demo("random")
    if not rows:
        click.echo("The demo is there already. 'moondesk demo remove' takes it away.")
        return
    directory = DataDirectory(data_dir)
    if directory.root.is_dir():
        directory.write_state(demo_passwords="random", demo_loaded=True)
    for email, password in rows:
        click.echo(f"{email:<28}{password}")


@demo.command("remove")
@data_directory_option
def demo_remove(data_dir: Path) -> None:
    """Remove the demo and its sign-ins."""
    load_django(data_dir)
    from moondesk import demo as demo_data
    from moondesk.supervision.data_directory import DataDirectory

    check_database()
    demo_data.remove()
    directory = DataDirectory(data_dir)
    if directory.root.is_dir():
        directory.write_state(demo_passwords=None, demo_loaded=False)
    click.echo("The demo is removed.")


@click.group()
def token() -> None:
    """Make tokens for programs."""


@token.command("create")
@data_directory_option
@click.option("--organization", required=True, metavar="SLUG", help="The organization the token belongs to.")
@click.option("--email", required=True, help="The member in whose name the token acts.")
@click.option("--scope", "scopes", multiple=True, help="What it may do; again for more. Default: what the member may.")
@click.option("--name", default="Command line", show_default=True, help="How the token is called in the settings.")
@click.option("--expires-in-days", type=click.IntRange(1, 3650), help="Default: it does not expire.")
def token_create(
    data_dir: Path,
    organization: str,
    email: str,
    scopes: tuple[str, ...],
    name: str,
    expires_in_days: int | None,
) -> None:
    """Make a token and print it, and nothing else, on standard output."""
    load_django(data_dir)
    from moondesk.organizations.actions import create_api_token_for

    check_database()
    secret = create_api_token_for(
        organization=organization, email=email, scopes=scopes, name=name, expires_in_days=expires_in_days
    )
    click.echo(secret)


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a management command of Django, such as 'manage shell'."""
    from moondesk.supervision.data_directory import default_data_directory

    data_dir = Path(os.environ.get("MOONDESK_DATA_DIR") or default_data_directory())
    load_django(data_dir)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["moondesk manage", *arguments])
    sys.exit(0)
