"""As whom PostgreSQL runs. It refuses to run as root, so root needs a way round.

An ordinary user needs none. Root runs it in a user namespace in which root is called ``nobody`` (Linux): no system
user is added, no folder is opened, the files stay root's. Where namespaces are forbidden it becomes an unprivileged
system user. Neither is for production: there, do not start Moondesk as root.
"""

import grp
import os
import pwd
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from moondesk.kit.errors import StartupError

FALLBACK_USERS = ("moondesk", "postgres", "nobody")


@dataclass(frozen=True)
class Identity:
    """How a child becomes the user PostgreSQL runs as, and who must own its files (None: whoever starts it)."""

    become: Callable[[], None] | None = None
    owner: pwd.struct_passwd | None = None

    @property
    def owners(self) -> frozenset[int]:
        """The users who may own a folder that PostgreSQL trusts."""
        return frozenset({os.geteuid()} | ({self.owner.pw_uid} if self.owner else set()))

    def own(self, folder: Path) -> None:
        """Give a folder to the user PostgreSQL runs as."""
        if self.owner is None:
            return
        _check_reach(folder, self.owner)
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, self.owner.pw_uid, self.owner.pw_gid)


def choose_identity() -> Identity:
    """Return how PostgreSQL runs when started by this user."""
    if os.geteuid() != 0:
        return Identity()
    if namespaces_allowed():
        return Identity(become=enter_namespace)
    user = _fallback_user()

    def become() -> None:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)

    return Identity(become=become, owner=user)


def namespaces_allowed() -> bool:
    """Try in a child whether this machine lets root make a user namespace."""
    if sys.platform != "linux" or os.environ.get("MOONDESK_NO_USER_NAMESPACE"):
        return False
    child = os.fork()
    if child == 0:
        try:
            enter_namespace()
        except OSError:
            os._exit(1)
        os._exit(0 if os.geteuid() != 0 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def enter_namespace() -> None:
    """In a child of root: be ``nobody`` from now on, in a namespace where that is another name for root."""
    user = pwd.getpwnam("nobody")
    os.unshare(os.CLONE_NEWUSER)  # type: ignore[attr-defined,unused-ignore] # Linux only
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user.pw_uid} 0 1")
    Path("/proc/self/gid_map").write_text(f"{user.pw_gid} 0 1")


def _fallback_user() -> pwd.struct_passwd:
    for name in FALLBACK_USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        if user.pw_uid != 0:
            return user
    raise StartupError(
        "PostgreSQL does not run as root and this machine has no user to run it as. Start Moondesk as an ordinary user."
    )


def _check_reach(folder: Path, user: pwd.struct_passwd) -> None:
    groups = {user.pw_gid, *(group.gr_gid for group in grp.getgrall() if user.pw_name in group.gr_mem)}
    for parent in folder.parents:
        found = parent.stat()
        if found.st_uid == user.pw_uid:
            needed = stat.S_IXUSR
        else:
            needed = stat.S_IXGRP if found.st_gid in groups else stat.S_IXOTH
        if not found.st_mode & needed:
            raise StartupError(
                f"PostgreSQL does not run as root, and the user {user.pw_name} cannot reach {folder} because of the "
                f"rights of {parent}. Start Moondesk as an ordinary user, or choose another directory with --data-dir."
            )
