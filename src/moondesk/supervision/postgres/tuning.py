"""How the embedded PostgreSQL is set up, and how much of the machine's memory it may take."""

import contextlib
from pathlib import Path

import psutil

_MB = 1024 * 1024
_LEAST, _MOST = 96, 1024
"""Megabytes of shared buffers. PostgreSQL touches them only as it reads, so a small desk never fills them."""
GROUPS, LIMITS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")

_SETTINGS = {
    "listen_addresses": "",  # the unix socket in a folder of ours is the only way in
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "max_wal_size": "512MB",
    "jit": "off",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "io_method": "sync",  # spares three processes; the data of one machine is mostly in memory
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # statements hold what customers wrote; a log must not
    "log_parameter_max_length_on_error": "0",
}


def settings(memory: int) -> dict[str, str]:
    """Return PostgreSQL's settings on a machine, or in a container, with so many bytes of memory."""
    whole = memory // _MB
    buffers = min(max(whole // 16, _LEAST), _MOST)
    return _SETTINGS | {"shared_buffers": f"{buffers}MB", "effective_cache_size": f"{max(whole // 2, buffers)}MB"}


def memory_here() -> int:
    """Return how many bytes of memory this machine has, or this container or service may take."""
    found = [psutil.virtual_memory().total]
    for limit in _limits():
        # "max", or in version 1 a huge number, if it has no limit of its own.
        with contextlib.suppress(OSError, ValueError):
            found.append(int(limit.read_text()))
    return min(found)


def _limits() -> list[Path]:
    """Return the files of the control groups that this process is in, of each up to the root, of version 2 and 1."""
    try:
        lines = GROUPS.read_text().splitlines()
    except OSError:
        return []
    found = []
    for _number, controllers, path in (line.split(":", 2) for line in lines):
        if controllers in ("", "memory"):
            root, name = (LIMITS / "memory", "memory.limit_in_bytes") if controllers else (LIMITS, "memory.max")
            group = root / path.strip("/")
            found += [place / name for place in (group, *group.parents) if place.is_relative_to(root)]
    return found
