"""What the processes beside the server have in common."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are begun here never hear Ctrl-C, also not while Python still starts in them.

    They inherit the mask of the thread that begins them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin() -> None:
    """In a new process: private files, deaf to Ctrl-C (the server's, which ends it), gone with the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o077)
    server = multiprocessing.parent_process()
    if server is not None:
        threading.Thread(target=_end_with, args=(server,), daemon=True).start()


def _end_with(server: multiprocessing.process.BaseProcess) -> None:
    """A server that was killed ends nobody; whoever waits for it would wait for ever."""
    server.join()
    os._exit(1)
