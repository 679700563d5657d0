"""What differs between machines: where things are kept, who the user is, and which folders SQLite cannot trust."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SYNCED_NAMES = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "sharepoint", "box sync")
NETWORK_FILESYSTEMS = frozenset(
    ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "davfs", "fuse.rclone"]
)


def default_models_folder() -> Path:
    """Where exported encoders are kept: inside the checkout, out of version control."""
    return CHECKOUT / ".models"


def default_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def unsafe_for_wal(folder: Path) -> str | None:
    """Why SQLite's write-ahead log is not safe in `folder` (a network or synchronised folder), or None where it is.

    SQLite: "WAL does not work over a network filesystem" (sqlite.org/wal.html); synchronisers copy the database without
    its log. Such folders get a rollback journal instead."""
    resolved = folder.resolve()
    for part in resolved.parts:
        if any(part.casefold().startswith(name) for name in SYNCED_NAMES):
            return f"{folder} is in a synchronised folder ({part})"
    if sys.platform == "win32":
        return f"{folder} is on a network share" if str(resolved).startswith("\\\\") else None
    kind = _filesystem(resolved)
    return f"{folder} is on a network file system ({kind})" if kind in NETWORK_FILESYSTEMS else None


def _filesystem(folder: Path) -> str | None:
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return None
    best, kind = -1, None
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if (str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")) and len(point) > best:
            best, kind = len(point), fields[2]
    return kind


def process_alive(pid: int) -> bool:
    """Whether a process with this id is running on this machine (false positives: a reused id)."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        import psutil

        return bool(psutil.pid_exists(pid))
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
