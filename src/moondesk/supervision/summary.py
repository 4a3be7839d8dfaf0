"""What is where: shown by ``up`` once the desk is open."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from moondesk.supervision.console import Console
from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.ports import in_address, is_loopback, reachable_host
from moondesk.supervision.surroundings import Options

DEMO_ORGANIZATIONS = ("acme", "optica")
DEMO_PEOPLE = ("owner", "admin", "agent", "viewer", "customer")
KNOWN_PASSWORD = "moondesk-demo"  # noqa: S105 - published; exists on the loopback only


def summary(
    console: Console,
    options: Options,
    home: DataDirectory,
    environment: Mapping[str, str],
    new_sign_ins: Sequence[tuple[str, str]],
) -> None:
    """Print addresses and sign-ins."""
    base = environment["MOONDESK_BASE_URL"].rstrip("/")
    state = home.read_state()
    demo = DEMO_ORGANIZATIONS if state.get("demo_loaded") else ()
    rows: list[tuple[str, list[str]]] = []
    if demo:
        rows.append(("Desk", [f"{base}/{slug}/desk/" for slug in demo]))
        rows.append(("Help pages", [f"{base}/{slug}/help/" for slug in demo]))
    else:
        rows.append(("Desk", [f"{base}/"]))
    rows.append(("API reference", [f"{base}/api/v1/docs"]))
    if environment.get("MOONDESK_MAIL_CATCHER_DIR"):
        rows.append(("Mail sent", [_where_mail_is_read(base, options, home)]))
    smtp = f"smtp://{in_address(reachable_host(options.host))}:{options.smtp_port}"
    rows.append(("Mail in", [f"{smtp}  {'to support@acme.test' if demo else ''}"]))
    rows.append(("Logs", [str(home.logs)]))
    console.table(rows)
    if demo and state.get("demo_passwords") == "known":
        _known_sign_ins(console)
    elif new_sign_ins:
        _random_sign_ins(console, new_sign_ins)
    console.blank()
    console.note("Press Ctrl-C to stop.")


def _where_mail_is_read(base: str, options: Options, home: DataDirectory) -> str:
    """Return the page of caught mail, or its folder where others reach the desk: the page is for this machine only."""
    if is_loopback(options.host) and is_loopback(urlsplit(base).hostname or ""):
        return f"{base}/dev/mail"
    return f"kept in {home.mail}, as MOONDESK_MAIL_URL names no server"


def _known_sign_ins(console: Console) -> None:
    width = max(len(person) for person in DEMO_PEOPLE) + len("@acme.test") + 4
    lines = ["".join(f"{f'{person}@{slug}.test':<{width}}" for slug in DEMO_ORGANIZATIONS) for person in DEMO_PEOPLE]
    console.table([("Sign in as", lines), ("Password", [KNOWN_PASSWORD])])


def _random_sign_ins(console: Console, rows: Sequence[tuple[str, str]]) -> None:
    width = max(len(email) for email, _ in rows) + 3
    console.table([("Sign in as", [f"{email:<{width}}{password}" for email, password in rows])])
    console.note("These passwords are shown this once.")
