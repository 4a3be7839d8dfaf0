"""Nothing but ``moondesk.kit.egress`` connects to addresses that somebody gave."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "line",
    [
        "import requests", "import httpx", "import urllib3", "from urllib.request import urlopen", "import http.client",
        "import socket", "from asyncio import open_connection", "import smtplib", "import imaplib", "import aiohttp",
    ],
)  # fmt: skip
def test_nothing_else_connects(line: str) -> None:
    """The lint is red for every other way out, in any package."""
    for path, expected in (("src/moondesk/channels/new.py", 1), ("src/moondesk/kit/egress/new.py", 0)):
        command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", path, "-"]
        found = subprocess.run(command, input=line, text=True, capture_output=True, check=False)
        assert (found.returncode, "TID251" in found.stdout) == (expected, bool(expected)), found.stdout
