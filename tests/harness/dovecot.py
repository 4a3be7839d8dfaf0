"""A real IMAP server (Dovecot), started once for the run, with an account for each test, and a provider of tokens."""

import getpass
import os
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from moondesk.supervision.spawning import spawn
from tests.harness import environment
from tests.harness.provider import Provider
from tests.harness.running import free_port

PASSWORD = "let-me-in"

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login xoauth2
mail_location = maildir:~/Maildir
first_valid_uid = 1
mail_uid = {user}
mail_gid = {group}
mail_fsync = never
mail_max_userip_connections = 50
auth_failure_delay = 0
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
  {root}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
  {root}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u allow_all_users=yes
}}
"""
_NOT_ROOT = "default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {group}\n"
_TOKENS = """
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/introspect
username_attribute = email
active_attribute = active
active_value = true
"""


@dataclass
class Account:
    """One mailbox of the server."""

    server: "Dovecot"
    name: str

    @property
    def maildir(self) -> Path:
        """Where its mails lie."""
        return self.server.folder / "home" / self.name / "Maildir"

    def open(self) -> IMAPClient:
        """Sign in as its owner."""
        context = ssl.create_default_context(cafile=str(self.server.certificate))
        client = IMAPClient("localhost", self.server.tls_port, ssl=True, ssl_context=context)
        client.login(self.name, PASSWORD)
        return client

    def put(self, *mails: bytes, folder: str = "INBOX", flags: tuple[bytes, ...] = ()) -> None:
        """Lay mails into a folder."""
        with self.open() as client:
            for content in mails:
                client.append(folder, content, flags)

    def pour(self, mails: Iterator[bytes]) -> None:
        """Lay many mails into the inbox at once, as files."""
        with self.open() as client:
            client.select_folder("INBOX")
        new = self.maildir / "new"
        owner = self.maildir.stat()
        for number, content in enumerate(mails):
            path = new / f"{1_700_000_000 + number}.M{number}P1.poured"
            path.write_bytes(content)
            os.chown(path, owner.st_uid, owner.st_gid)

    def find(self, words: bytes) -> Path:
        """Return the file of a mail."""
        files = (path for path in self.maildir.glob("*/*") if path.is_file())
        return next(path for path in files if words in path.read_bytes())

    def begin_anew(self) -> None:
        """Have the server forget its numbers: the folder gets another UIDVALIDITY."""
        for path in [*self.maildir.glob("dovecot.index*"), self.maildir / "dovecot-uidlist"]:
            path.unlink(missing_ok=True)

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        """Return the flags of all mails of a folder."""
        with self.open() as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(["ALL"]), ["FLAGS"])
        return [{flag.decode() for flag in one[b"FLAGS"]} for _uid, one in sorted(found.items())]


@dataclass
class Dovecot:
    """The server."""

    folder: Path
    tls_port: int
    plain_port: int
    provider: Provider
    _names: set[str] = field(default_factory=set)

    @property
    def certificate(self) -> Path:
        """What its certificate is checked with."""
        return self.folder / "cert.pem"

    def account(self) -> Account:
        """Return a new, empty account."""
        name = f"box{len(self._names)}@mail.test"
        self._names.add(name)
        return Account(self, name)

    def ports(self) -> list[int]:
        """Return the ports that a desk must be allowed to connect to."""
        return [self.tls_port, self.plain_port, self.provider.outer.server_port]

    def variables(self) -> dict[str, str]:
        """Return what the environment of a desk needs to read from here."""
        return {
            "SSL_CERT_FILE": str(self.certificate),
            "MOONDESK_EGRESS_NETWORKS": "127.0.0.0/8",
            "MOONDESK_EGRESS_PORTS": ",".join(map(str, self.ports())),
        }


def _make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _configure(folder: Path, tls: int, plain: int, provider: Provider) -> None:
    is_root = os.geteuid() == 0
    user, group = ("mail", "mail") if is_root else (getpass.getuser(), str(os.getegid()))
    root = "" if is_root else "chroot ="
    text = _CONFIG.format(
        folder=folder,
        user=user,
        group=group,
        tls=tls,
        plain=plain,
        password=PASSWORD,
        root=root,
    )
    (folder / "dovecot.conf").write_text(text + ("" if is_root else _NOT_ROOT.format(user=user, group=group)))
    (folder / "oauth2.conf").write_text(_TOKENS.format(port=provider.inner.server_port))
    home = folder / "home"
    home.mkdir()
    if is_root:
        shutil.chown(home, user, group)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server; without Debian's ``dovecot-imapd`` the tests that ask for it are skipped."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        pytest.skip("dovecot is not installed (Debian: dovecot-imapd)")
    folder = environment.folder() / f"dovecot-{environment.database_name()}"
    folder.mkdir(mode=0o755)
    environment.folder().chmod(0o755)
    _make_certificate(folder)
    provider = Provider(folder)
    server = Dovecot(folder, free_port(), free_port(), provider)
    _configure(folder, server.tls_port, server.plain_port, provider)
    command = [program, "-F", "-c", str(folder / "dovecot.conf")]
    process = spawn(command, environment=dict(os.environ), log=folder / "out")
    try:
        _wait(server, process)
        yield server
    finally:
        provider.stop()
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(server: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while True:
        try:
            server.account().open().logout()
        except OSError as error:
            log = server.folder / "log"
            words = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"Dovecot did not start: {error}\n{words}") from None
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def account(dovecot: Dovecot, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Account:
    """An empty mailbox, which this process may read."""
    settings.EGRESS_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.EGRESS_PORTS = frozenset(dovecot.ports())
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    return dovecot.account()
