"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from moondesk.supervision.data_directory import DataDirectory, default_data_directory
from moondesk.supervision.surroundings import join_running_desk

PORT = click.IntRange(1, 65535)


def host_option[Command: Callable[..., Any]](command: Command) -> Command:
    """Add ``--host``."""
    return click.option(
        "--host", envvar="MOONDESK_HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
    )(command)


def port_option[Command: Callable[..., Any]](command: Command) -> Command:
    """Add ``--port``."""
    return click.option(
        "--port", envvar="MOONDESK_PORT", default=8000, show_default=True, type=PORT, help="Port of the web."
    )(command)


def smtp_port_option[Command: Callable[..., Any]](command: Command) -> Command:
    """Add ``--smtp-port``."""
    return click.option(
        "--smtp-port",
        envvar="MOONDESK_SMTP_PORT",
        default=2525,
        show_default=True,
        type=PORT,
        help="Port of incoming mail.",
    )(command)


def data_directory_option[Command: Callable[..., Any]](command: Command) -> Command:
    """Add ``--data-dir``."""
    return click.option(
        "--data-dir",
        envvar="MOONDESK_DATA_DIR",
        type=click.Path(path_type=Path),
        default=default_data_directory,
        show_default="var in a checkout, else ~/.local/share/moondesk",
        help="Where the desk keeps everything.",
    )(command)


def home(data_dir: Path) -> DataDirectory:
    """Return the data directory and take over the environment of the desk that runs on it, if one does."""
    directory = DataDirectory(data_dir)
    join_running_desk(directory)
    return directory
