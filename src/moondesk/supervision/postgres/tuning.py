"""How the embedded PostgreSQL is set up, and how much of the machine's memory it may take."""

import contextlib
from pathlib import Path

import psutil

_MB = 1024 * 1024
_LEAST, _MOST = 96, 1024
"""Megabytes of shared buffers. PostgreSQL touches them only as it reads, so a small desk never fills them."""
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""What a container may take, by version 2 and 1 of control groups; "max" or a huge number if all."""

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
    """Return how many bytes of memory this machine has, or this container may take."""
    found = [psutil.virtual_memory().total]
    for limit in LIMITS:
        with contextlib.suppress(OSError, ValueError):
            found.append(int(limit.read_text()))
    return min(found)
