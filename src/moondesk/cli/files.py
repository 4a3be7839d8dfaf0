"""Commands about the files that organizations keep."""

from pathlib import Path

import click

from moondesk.cli.database import check_database, load_django
from moondesk.cli.options import data_directory_option

_MB = 1_000_000


@click.group()
def files() -> None:
    """Say how much organizations may keep."""


@files.command("quota")
@data_directory_option
@click.option("--organization", required=True, metavar="SLUG", help="Whose files.")
@click.option("--megabytes", type=click.IntRange(0, 10**9), help="What it may keep from now on; 0 for no end.")
def quota(data_dir: Path, organization: str, megabytes: int | None) -> None:
    """Print how much an organization keeps and may keep; with --megabytes, set it. What is there already stays."""
    load_django(data_dir)
    from moondesk.files.actions import set_quota
    from moondesk.files.queries import bytes_used, limits
    from moondesk.files.rules import size_words
    from moondesk.kit import tenancy
    from moondesk.organizations.actor import system_actor
    from moondesk.organizations.queries import organization_id_of

    check_database()
    own = organization_id_of(organization)
    with tenancy.organization(own):
        if megabytes is not None:
            set_quota(megabytes * _MB, by=system_actor(own))
        used, most = size_words(bytes_used()), limits().quota
        click.echo(
            f"{organization} keeps {used} of {size_words(most)}."
            if most
            else f"{organization} keeps {used}, without a limit."
        )
