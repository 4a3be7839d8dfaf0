"""The parts of the desk, each in a process of its own: ``web``, ``worker``, ``mail``."""

import os

import click

from moondesk.cli.options import host_option, port_option
from moondesk.config import env


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


def go_past_the_pooler() -> None:
    """Take the direct way to the database: this part listens, and holds locks for longer than a transaction."""
    direct = env.text("DATABASE_DIRECT_URL")
    if direct:
        os.environ["DATABASE_URL"] = direct


@click.command()
def worker() -> None:
    """Run the worker: jobs, schedules and the delivery of events."""
    go_past_the_pooler()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moondesk.config.settings")
    from moondesk.jobs.worker import run

    run()
