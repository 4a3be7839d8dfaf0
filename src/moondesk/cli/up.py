"""``moondesk up``."""

import sys
from pathlib import Path

import click

from moondesk.cli.options import data_directory_option, host_option, port_option, smtp_port_option


@click.command()
@host_option
@port_option
@smtp_port_option
@data_directory_option
@click.option(
    "--demo/--no-demo",
    envvar="MOONDESK_DEMO",
    default=None,
    help="Load two organizations to look at. Without a word: on the first start, when only this machine can connect.",
)
def up(host: str, port: int, smtp_port: int, data_dir: Path, demo: bool | None) -> None:
    """Run the whole desk in this terminal: database, web, worker and mail.

    With DATABASE_URL it uses that PostgreSQL server instead of its own.
    """
    from moondesk.supervision.desk import run_desk
    from moondesk.supervision.surroundings import Options

    sys.exit(run_desk(Options(host, port, smtp_port, data_dir, demo)))
