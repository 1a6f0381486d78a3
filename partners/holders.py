"""Who works at a row: a process and thread of a machine, so that a dead one holds nothing for long."""

import os
import socket
import threading


def me() -> str:
    """This machine, process and thread, as rows keep it in `holder`."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def is_dead(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended; of other machines nobody here knows."""
    host, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
