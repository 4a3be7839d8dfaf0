"""``moondesk mail``: the process of mail, and the door for mail servers that hand a mail to a program."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from moondesk.cli.database import check_database, load_django
from moondesk.cli.options import PORT, data_directory_option
from moondesk.cli.parts import go_past_the_pooler, set_up
from moondesk.kit.errors import StartupError

_KEPT, _USAGE, _DATA, _NO_USER, _LATER = 0, 64, 65, 67, 75  # sysexits.h, which mail servers read


@click.group(invoke_without_command=True)
@click.option("--host", envvar="MOONDESK_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="MOONDESK_SMTP_PORT", default=2525, show_default=True, type=PORT)
@click.option("--lmtp-port", envvar="MOONDESK_LMTP_PORT", type=PORT, help="Also take mail by LMTP on this port.")
@click.option("--catcher-port", type=PORT, help="Also run the local catcher for outgoing mail on this loopback port.")
@click.option("--catcher-dir", type=click.Path(path_type=Path), help="Where the catcher keeps what it caught.")
@click.pass_context
def mail(
    context: click.Context,
    host: str,
    port: int,
    lmtp_port: int | None,
    catcher_port: int | None,
    catcher_dir: Path | None,
) -> None:
    """Run the listener for incoming mail, and read mailboxes."""
    if context.invoked_subcommand is not None:
        return
    from moondesk.supervision.ports import check_port

    if (catcher_port is None) != (catcher_dir is None):
        raise click.UsageError("Give --catcher-port and --catcher-dir together.")
    check_port(host, port, purpose="incoming mail", option="--port", variable="MOONDESK_SMTP_PORT")
    if lmtp_port is not None:
        check_port(host, lmtp_port, purpose="mail by LMTP", option="--lmtp-port", variable="MOONDESK_LMTP_PORT")
    go_past_the_pooler()
    set_up()
    from moondesk.channels.mail.server import Doors, run

    run(Doors(host=host, port=port, lmtp_port=lmtp_port, catcher_port=catcher_port, catcher_dir=catcher_dir))


@mail.command()
@click.option("-f", "--from", "sender", envvar="SENDER", default="", help="The sender of the envelope.")
@data_directory_option
@click.argument("recipients", nargs=-1, envvar="RECIPIENT")
def pipe(sender: str, data_dir: Path, recipients: Sequence[str]) -> None:
    """Take one mail from standard input, as a mail server hands it to a program.

    Says by its exit code what became of it: 0 kept, 67 no such address, 65 too large, 75 try again later.
    """
    if not recipients:
        click.echo("Name the address that the mail is for.", err=True)
        sys.exit(_USAGE)
    try:
        load_django(data_dir)
        check_database()
        code, said = _take(sys.stdin.buffer.read(), sender, recipients)
    except (StartupError, OSError) as error:
        code, said = _LATER, str(error)
    if said:
        click.echo(said, err=True)
    sys.exit(code)


def _take(content: bytes, sender: str, recipients: Sequence[str]) -> tuple[int, str]:
    from django.conf import settings
    from django.db import DatabaseError
    from psycopg_pool import PoolTimeout

    from moondesk.channels.mail.admission import put_off
    from moondesk.channels.mail.piped import as_sent
    from moondesk.channels.mail.store import find_inbox, keep

    if len(content) > settings.MAIL_SIZE_LIMIT:
        return _DATA, "The mail is too large."
    try:
        inboxes = [find_inbox(recipient) for recipient in recipients]
        known = [inbox for inbox in inboxes if inbox is not None]
        if len(known) < len(inboxes):
            return _NO_USER, "There is no such address here."
        if put_off(as_sent(content), sender, known) is not None:
            return _LATER, "That is too much mail in an hour, try again later."
        keep(as_sent(content), sender, known)
    except (DatabaseError, PoolTimeout):
        return _LATER, "The desk cannot keep mail at the moment, try again later."
    return _KEPT, ""
