"""Where the tests keep what they throw away: in memory where there is room, as copies of databases cost a tenth there."""

import os
import shutil

MEMORY = "/dev/shm"
ROOM = 4 * 1024**3
"""Bytes that must be free."""


def folder() -> str | None:
    """The folder for temporary folders; None where the system's own is to be taken."""
    usable = os.path.isdir(MEMORY) and os.access(MEMORY, os.W_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free > ROOM else None
