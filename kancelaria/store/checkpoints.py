"""Upkeep in quiet moments, in a thread of its own: checkpoints and merging of the index, so nobody waits for them."""

from __future__ import annotations

import threading
from pathlib import Path

from pysqlite3 import dbapi2

QUIET_SECONDS = 0.5
COMMITS_AT_MOST = 500
# the index merges its segments here, in small steps, and not inside somebody's registration
_MERGE = "INSERT INTO search_index (search_index, rank) VALUES ('merge', 300)"


class Checkpointer:
    """Copies the log back into the store in quiet moments; started by the first commit, ended by `close`."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._commits = 0
        self._wanted = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None

    def committed(self) -> None:
        """Count a commit; called under the writing lane's lock."""
        self._commits += 1
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
            self._thread.start()
        self._wanted.set()

    def close(self) -> None:
        """End the thread after the checkpoint it is at."""
        self._closing = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        connection = dbapi2.connect(str(self._store), timeout=1, isolation_level=None)
        try:
            done = 0
            while self._wanted.wait() and not self._closing:
                self._wanted.clear()
                if self._wanted.wait(QUIET_SECONDS) and self._commits - done < COMMITS_AT_MOST:
                    continue  # letters keep coming: wait for a quiet moment, but not for ever
                done = self._commits
                # passive: it takes what it can and makes nobody wait; a busy or full disk leaves it for the next time
                try:
                    connection.execute(_MERGE).close()
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
                except dbapi2.OperationalError:
                    continue
        finally:
            connection.close()
