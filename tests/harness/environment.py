"""The environment of a test run, set before the settings are loaded. Nothing of the caller's own desk leaks in."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

FOLDER_VARIABLE = "MOONDESK_TEST_FOLDER"
KEPT = ("MOONDESK_TEST_", "MOONDESK_WRITE_", "MOONDESK_POSTGRES_BIN", "MOONDESK_NO_USER_NAMESPACE")
SECRET_KEY = "for-tests-only-for-tests-only-for-tests-only"

_original = dict(os.environ)


def is_controller() -> bool:
    """Say whether this process leads the run: the only one, or the one that xdist's workers obey."""
    return "PYTEST_XDIST_WORKER" not in os.environ


def folder() -> Path:
    """Return the folder of this run, short enough for a socket's path."""
    return Path(os.environ[FOLDER_VARIABLE])


def database_name() -> str:
    """Return the name of this process's own database."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def url(role: str, database: str) -> str:
    """Return the address of a database of the run's cluster."""
    return f"postgresql://{role}@/{database}?host={folder() / 'socket'}"


def prepare() -> None:
    """Set what ``config.settings`` reads."""
    for name in [name for name in os.environ if name.startswith("MOONDESK_") and not name.startswith(KEPT)]:
        del os.environ[name]
    if is_controller():
        os.environ[FOLDER_VARIABLE] = tempfile.mkdtemp(prefix="moondesk-tests-")
        atexit.register(clean_up)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "moondesk.config.settings",
        "MOONDESK_SECRET_KEY": SECRET_KEY,
        "MOONDESK_BASE_URL": "http://testserver",
        "MOONDESK_DATA_DIR": str(folder() / "data"),
        "MOONDESK_LOG_LEVEL": "WARNING",
        "DATABASE_URL": url("moondesk_app", database_name()),
    }
    os.environ.pop("DATABASE_OWNER_URL", None)
    _keep_what_is_compiled()


def _keep_what_is_compiled() -> None:
    """Let this process and the hundred desks that it starts compile each module once; images of Python forbid it."""
    for variables in (os.environ, _original):
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def outside() -> dict[str, str]:
    """Return the environment as it was before the run, without any desk in it, for tests that start their own."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE")
    return {key: value for key, value in _original.items() if key not in names and not key.startswith("MOONDESK_")}


def desk(data: Path) -> dict[str, str]:
    """Return the environment of a process on the test's own database."""
    return outside() | {
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "MOONDESK_SECRET_KEY": SECRET_KEY,
        "MOONDESK_DATA_DIR": str(data),
        "MOONDESK_LOG_LEVEL": "INFO",
    }


def clean_up() -> None:
    """Remove the folder of the run."""
    shutil.rmtree(folder(), ignore_errors=True)
