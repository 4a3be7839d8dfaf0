"""Where this desk may be made to connect: the table of security 3i, real name server, real web server, real TLS."""

import gzip
import http.server
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from moondesk.kit.egress import Bounds, Unreachable, check_host, connect, fetch
from moondesk.kit.egress.addresses import is_public
from tests.harness.names import Names

REFUSED = """
    127.0.0.1 127.1 127.0.1 0x7f000001 2130706433 0177.0.0.1 127.000.000.001 0x7f.0x0.0x0.0x1 0.0.0.0 0 10.0.0.1
    172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 100.64.0.1
    100.100.100.200 192.0.0.8 192.88.99.1 198.18.0.1 203.0.113.1 224.0.0.1 255.255.255.255 [::] [::1]
    [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254] [::ffff:0:a9fe:a9fe] [::127.0.0.1] [64:ff9b::a9fe:a9fe]
    [64:ff9b:1::a9fe:a9fe] [2002:a9fe:a9fe::] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [fc00::1] [fd00:ec2::254]
    [fe80::1%25eth0] [fe80::1] [fec0::1] [5f00::1] [3fff::1] [ff02::1] [2001:db8::1] localhost localhost. foo.localhost
    LOCALHOST ①②⑦.0.0.1 \uff11\uff12\uff17.0.0.1 127。0。0。1
""".split()
ODD = [
    "http://a@127.0.0.1/", "http://127.0.0.1#@ok.test/", "http://ok.test\\@127.0.0.1/", "http://ok.test@127.0.0.1/",
    "http://user:word@ok.test/", "http://ok.test/a\tb", "http://ok.test/\r\nHost: x", " http://ok.test/", "http:///x",
    "http://ok.test:99999/", "http://[::1/", "gopher://ok.test/", "file:///etc/passwd", "ftp://ok.test/", "//ok.test/",
    "dict://ok.test/", "data:text/plain,x", "unix:///run/x.sock", "http://ok.test/\u2028", "http://" + "a" * 5000, "",
    "http://ok.test:22/", "http://ok.test:8443/", "javascript:alert(1)", "http://-", "http://a..b/", "http://ok.test%00/",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "198.51.99.1", "2606:4700::1111", "2a00:1450:4001::8a"]


class Site(http.server.ThreadingHTTPServer):
    """A web server of the test's own; ``pages`` answer by path."""

    daemon_threads = True

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[Any], None]] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), Page)

    @property
    def url(self) -> str:
        return f"http://ok.test:{self.server_port}"


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.command, self.path, headers))
        self.server.pages[self.path](self)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_args: Any) -> None:
        pass


def say(content: bytes = b"hello", status: int = 200, **headers: str) -> Callable[[Any], None]:
    def page(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return page


def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass


@contextmanager
def running(server: Site) -> Iterator[Site]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(names: Names, settings: Any) -> Iterator[Site]:
    """Run a web server behind a name, as one that the operator opened."""
    names.add("ok.test", "A", "127.0.0.1")
    with running(Site()) as server:
        settings.EGRESS_NETWORKS = [ip_network("127.0.0.1/32")]
        settings.EGRESS_PORTS = frozenset({server.server_port})
        yield server


@pytest.mark.parametrize("host", REFUSED)
def test_what_is_not_public_is_refused(host: str, names: Names) -> None:
    for path in (f"http://{host}/", f"https://{host}:443/x"):
        with pytest.raises(Unreachable) as refused:
            fetch(path)
        assert refused.value.why in ("address", "name", "url")
    with pytest.raises(Unreachable):
        check_host(host.strip("[]"), 993)
    with pytest.raises(Unreachable):
        connect(host.strip("[]"), 993)


@pytest.mark.parametrize("url", ODD)
def test_what_could_be_read_in_two_ways_is_refused(url: str, names: Names) -> None:
    names.add("ok.test", "A", PUBLIC[0])
    with pytest.raises(Unreachable) as refused:
        fetch(url)
    assert refused.value.why in ("url", "address", "name", "port")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str, names: Names) -> None:
    assert is_public(address)
    names.add("mail.xn--exmple-cua.test", "AAAA" if ":" in address else "A", address)
    check_host("mail.exämple.test", 993)
    check_host("mail.exämple.test", 443, ports={443})


@pytest.mark.parametrize("inside", ["10.1.2.3", "127.0.0.1", "169.254.169.254"])
def test_every_answer_of_a_name_must_be_allowed(inside: str, names: Names) -> None:
    names.add("one.test", "A", inside)
    names.add("both.test", "A", PUBLIC[0], inside)
    names.add("six.test", "A", PUBLIC[0])
    names.add("six.test", "AAAA", f"::ffff:{inside}")
    names.add("alias.test", "CNAME", "one.test.")
    for name in ("one.test", "both.test", "six.test"):
        with pytest.raises(Unreachable, match="cannot be reached") as refused:
            check_host(name, 993)
        assert refused.value.why == "address"


def test_a_name_is_looked_up_once_and_what_was_seen_is_connected_to(names: Names, site: Site) -> None:
    """A second answer that points elsewhere (rebinding) is never asked for."""
    site.pages["/"] = say()
    names.change("moving.test", "A", "127.0.0.1", "127.0.0.2", "10.0.0.1")
    assert fetch(f"http://moving.test:{site.server_port}/").content == b"hello"
    assert names.asked.count(("moving.test", "A")) == 1
    with pytest.raises(Unreachable):
        fetch(f"http://moving.test:{site.server_port}/")
    assert len(site.seen) == 1


def test_our_own_name_and_what_the_operator_closed(names: Names, settings: Any) -> None:
    settings.BASE_URL = "https://desk.example.test"
    settings.EGRESS_CLOSED = [ip_network("8.8.4.4/32")]
    names.add("desk.example.test", "A", "8.8.8.8")
    names.add("acme.desk.example.test", "A", "9.9.9.9")
    names.add("elsewhere.test", "A", "8.8.8.8")
    names.add("balancer.test", "A", "8.8.4.4")
    names.add("fine.test", "A", "9.9.9.9")
    for name in (
        "desk.example.test",
        "DESK.example.test.",
        "acme.desk.example.test",
        "elsewhere.test",
        "balancer.test",
    ):
        with pytest.raises(Unreachable):
            check_host(name, 443, ports={443})
    check_host("fine.test", 443, ports={443})


def test_networks_and_ports_are_opened_by_the_operator_only(site: Site, settings: Any) -> None:
    site.pages["/"] = say()
    assert fetch(site.url + "/").status == 200
    settings.EGRESS_NETWORKS = []
    with pytest.raises(Unreachable):
        fetch(site.url + "/")
    settings.EGRESS_NETWORKS, settings.EGRESS_PORTS = [ip_network("127.0.0.1/32")], frozenset()
    with pytest.raises(Unreachable) as refused:
        fetch(site.url + "/")
    assert refused.value.why == "port"
    assert len(site.seen) == 1


def test_redirects(site: Site, names: Names, settings: Any) -> None:
    names.add("inside.test", "A", "10.0.0.1")
    names.add("other.test", "A", "127.0.0.1")
    site.pages |= {
        "/": say(status=302, Location="/next"),
        "/next": say(status=301, Location=f"http://other.test:{site.server_port}/end"),
        "/end": say(b"end"),
        "/in": say(status=307, Location=f"http://inside.test:{site.server_port}/"),
        "/meta": say(status=308, Location="http://169.254.169.254/latest"),
        "/port": say(status=302, Location="http://ok.test:22/"),
        "/file": say(status=302, Location="file:///etc/passwd"),
        "/round": say(status=302, Location="/round"),
    }
    assert fetch(site.url + "/").status == 302
    secret = {"Authorization": "Bearer x", "X-Kept": "1"}
    answer = fetch(site.url + "/", headers=secret, bounds=Bounds(redirects=3))
    assert (answer.content, answer.url) == (b"end", f"http://other.test:{site.server_port}/end")
    assert "authorization" in site.seen[-2][2]
    assert "authorization" not in site.seen[-1][2]
    assert site.seen[-1][2]["x-kept"] == "1"
    for path in ("/in", "/meta", "/port", "/file", "/round"):
        with pytest.raises(Unreachable):
            fetch(site.url + path, bounds=Bounds(redirects=3))
    assert fetch(site.url + "/", method="POST", content=b"{}", bounds=Bounds(redirects=3)).status == 302


def test_time_and_size_have_an_end(site: Site) -> None:
    site.pages |= {
        "/drip": drip,
        "/big": say(b"x" * 200_000),
        "/bomb": say(gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip"),
        "/small": say(gzip.compress(b"small"), Content_Encoding="gzip"),
    }
    began = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(site.url + "/drip", bounds=Bounds(seconds=1))
    assert time.monotonic() - began < 5
    for path in ("/big", "/bomb"):
        with pytest.raises(Unreachable) as refused:
            fetch(site.url + path, bounds=Bounds(size=100_000))
        assert refused.value.why == "size"
    assert fetch(site.url + "/small").content == b"small"


def test_what_failed_is_not_told(site: Site, names: Names) -> None:
    """Closed, refused, unknown and silent look the same to whoever gave the address."""
    site.pages["/drip"] = drip
    texts = set()
    for url in (
        f"{site.url}/drip",
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "http://unknown.test/",
        "http://ok.test:22/",
    ):
        with pytest.raises(Unreachable) as refused:
            fetch(url, bounds=Bounds(seconds=0.5))
        texts.add((refused.value.code, refused.value.status, refused.value.message, str(refused.value)))
    assert len(texts) == 1


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.pages["/"] = say()
    assert fetch(site.url + "/").content == b"hello"
    assert site.seen[0][2]["host"] == f"ok.test:{site.server_port}"


def test_a_certificate_must_be_for_the_name(
    site: Site, names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=ok.test", "-addext", "subjectAltName=DNS:ok.test",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.pages["/"] = say()
    names.add("other.test", "A", "127.0.0.1")
    with pytest.raises(Unreachable):
        fetch(f"https://ok.test:{site.server_port}/")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(f"https://ok.test:{site.server_port}/").content == b"hello"
    with pytest.raises(Unreachable):
        fetch(f"https://other.test:{site.server_port}/")
    assert len(site.seen) == 1
