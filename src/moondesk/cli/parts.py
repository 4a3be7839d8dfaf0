"""The parts of the desk, each in a process of its own: ``web``, ``worker``, ``mail``."""

import os
from pathlib import Path

import click

from moondesk.cli.options import PORT, host_option, port_option


def set_up() -> None:
    """Load Django and refuse a database role that could get round the tenant fences."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moondesk.config.settings")
    import django

    django.setup()
    from django.db import connection

    from moondesk.kit.database import check_role

    check_role()
    connection.close()


def _processes() -> int:
    return min(2, os.cpu_count() or 1)


@click.command()
@host_option
@port_option
@click.option(
    "--workers",
    envvar="MOONDESK_WEB_WORKERS",
    default=_processes,
    show_default="2, or 1 on one core",
    type=click.IntRange(1, 64),
)
def web(host: str, port: int, workers: int) -> None:
    """Run the web part: pages, API and streams."""
    from moondesk.supervision.ports import check_port

    check_port(host, port, purpose="the web", option="--port", variable="MOONDESK_PORT")
    set_up()
    from moondesk.config.server import run

    run(host, port, workers)


@click.command()
def worker() -> None:
    """Run the worker: jobs, schedules and the delivery of events."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moondesk.config.settings")
    from moondesk.jobs.worker import run

    run()


@click.command()
@click.option("--host", envvar="MOONDESK_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="MOONDESK_SMTP_PORT", default=2525, show_default=True, type=PORT)
@click.option("--catcher-port", type=PORT, help="Also run the local catcher for outgoing mail on this loopback port.")
@click.option("--catcher-dir", type=click.Path(path_type=Path), help="Where the catcher keeps what it caught.")
def mail(host: str, port: int, catcher_port: int | None, catcher_dir: Path | None) -> None:
    """Run the SMTP listener for incoming mail."""
    from moondesk.supervision.ports import check_port

    if (catcher_port is None) != (catcher_dir is None):
        raise click.UsageError("Give --catcher-port and --catcher-dir together.")
    check_port(host, port, purpose="incoming mail", option="--port", variable="MOONDESK_SMTP_PORT")
    set_up()
    from moondesk.channels.mail.server import run

    run(host=host, port=port, catcher_port=catcher_port, catcher_dir=catcher_dir)
