"""What the processes beside the server have in common."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


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
