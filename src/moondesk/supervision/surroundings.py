"""The environment of the parts, made from what ``up`` was given and what it found."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moondesk.kit.errors import StartupError
from moondesk.supervision.data_directory import DataDirectory, read_json, write_private
from moondesk.supervision.ports import free_port, in_address, reachable_host

OWNER_VARIABLES = ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE")
KEPT = (
    "DATABASE_URL", "DATABASE_OWNER_URL", "MOONDESK_SECRET_KEY", "MOONDESK_DATA_DIR", "MOONDESK_HOST", "MOONDESK_PORT",
    "MOONDESK_SMTP_PORT", "MOONDESK_BASE_URL", "MOONDESK_MAIL_URL", "MOONDESK_MAIL_CATCHER_DIR", "MOONDESK_EMBEDDED",
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What ``moondesk up`` was asked for."""

    host: str
    port: int
    smtp_port: int
    data_directory: Path
    demo: bool | None = None


def given(name: str) -> str:
    """Return a variable of the operator's, or the content of the file that ``NAME_FILE`` names."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        with contextlib.suppress(OSError):
            return Path(path).read_text(encoding="utf-8").strip()
        raise StartupError(f"The file {path} named by {name}_FILE cannot be read. Check its name and rights.")
    return os.environ.get(name, "")


def build_environment(options: Options, home: DataDirectory) -> tuple[dict[str, str], int | None]:
    """Return the environment without the database, and the port of the local catcher when one is needed."""
    environment = dict(os.environ)
    environment |= {
        "DJANGO_SETTINGS_MODULE": "moondesk.config.settings",
        "PYTHONUNBUFFERED": "1",
        "MOONDESK_DATA_DIR": str(home.root),
        "MOONDESK_METRICS_DIR": str(home.run / "metrics"),
        "MOONDESK_HOST": options.host,
        "MOONDESK_PORT": str(options.port),
        "MOONDESK_SMTP_PORT": str(options.smtp_port),
    }
    if not given("MOONDESK_SECRET_KEY"):
        environment["MOONDESK_SECRET_KEY"] = home.secret_key()
    if not given("MOONDESK_BASE_URL"):
        environment["MOONDESK_BASE_URL"] = f"http://{in_address(reachable_host(options.host))}:{options.port}"
    if given("MOONDESK_MAIL_URL"):
        environment.pop("MOONDESK_MAIL_CATCHER_DIR", None)
        return environment, None
    catcher_port = free_port(home.read_state().get("catcher_port"))
    home.write_state(catcher_port=catcher_port)
    environment["MOONDESK_MAIL_URL"] = f"smtp://127.0.0.1:{catcher_port}"
    environment["MOONDESK_MAIL_CATCHER_DIR"] = str(home.mail)
    return environment, catcher_port


def without_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for the parts that serve: they never learn how to become the owner of the tables."""
    return {name: value for name, value in environment.items() if name not in OWNER_VARIABLES}


def publish(environment: Mapping[str, str], home: DataDirectory) -> None:
    """Let other commands on the same data directory find the running desk."""
    kept = {name: environment[name] for name in KEPT if environment.get(name)}
    write_private(home.environment_file, json.dumps(kept, indent=2) + "\n")


def join_running_desk(home: DataDirectory) -> bool:
    """Take over the environment of the desk that runs on this data directory, where the operator said nothing."""
    if given("DATABASE_URL") or not home.is_locked():
        return False
    found = read_json(home.environment_file)
    for name, value in found.items():
        os.environ.setdefault(str(name), str(value))
    return bool(found)
