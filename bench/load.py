"""The load: wrk with 8 connections, answers checked."""

import json
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8

_SCRIPT = """
local numbers = {%(numbers)s}
local bodies = {%(bodies)s}
local at = 0
request = function()
  at = at + 1
  local path = "%(path)s"
  if #numbers > 0 then path = path:gsub("NUMBER", function() return numbers[at %% #numbers + 1] end) end
  local body = bodies[math.floor(at / math.max(#numbers, 1)) %% math.max(#bodies, 1) + 1]
  if body then body = body:gsub("UNIQUE", tostring(at) .. "x%(nonce)s") end
  return wrk.format("%(method)s", path, {%(headers)s}, body)
end
done = function(summary, latency, requests)
  local wrong = summary.errors
  io.write(string.format('\\nRESULT {"requests": %%d, "seconds": %%f, "refused": %%d, "cut": %%d, "late": %%d,' ..
    '"p50": %%f, "p95": %%f}\\n', summary.requests, summary.duration / 1e6, wrong.status,
    wrong.connect + wrong.read + wrong.write, wrong.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000))
end
"""


@dataclass(frozen=True)
class Ask:
    """What is asked again and again: with each of ``numbers`` in turn, and after all of them the next of ``bodies``."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    bodies: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What came of it; times in milliseconds. Wrong answers: ``refused`` (no 2xx), ``cut`` off, ``late`` (over 2 s)."""

    rate: float
    p50: float
    p95: float
    requests: int
    refused: int
    cut: int
    late: int


def find_wrk() -> str:
    """Return the program that makes the load. Raises ``SystemExit`` when it is missing."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is missing. Install it (Debian: apt-get install wrk).")
    return program


def ask(port: int, what: Ask, seconds: float, at_once: int = CONNECTIONS) -> Result:
    """Ask with some connections at once for some seconds."""
    program = find_wrk()
    headers = ", ".join(f'["{name}"] = "{value}"' for name, value in what.headers.items())
    numbers = ", ".join(f'"{number}"' for number in what.numbers)
    script = _SCRIPT % {
        "path": what.path, "method": what.method, "headers": headers, "numbers": numbers,
        "bodies": ", ".join(f"[[{body}]]" for body in what.bodies), "nonce": secrets.token_hex(5),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ask.lua"
        file.write_text(script)
        length = f"-d{max(1, round(seconds))}s"  # it takes whole seconds only
        command = [program, "-t1", f"-c{at_once}", length, "-s", str(file), f"http://127.0.0.1:{port}"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(out.partition("RESULT ")[2])
    return Result(rate=found["requests"] / found.pop("seconds"), **found)
