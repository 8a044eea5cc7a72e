"""Real database servers for the tests: folders and ports of their own, unprivileged, on loopback."""

import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncmy
import asyncpg

from hub.core.free_port import free_port

PASSWORD = "correct horse"
TABLES = """
CREATE TABLE orders (number varchar(20), total decimal(10,2), placed date, paid boolean, note text)
INSERT INTO orders VALUES ('HP-10042', 19.90, '2026-11-20', true, NULL)
INSERT INTO orders VALUES ('HP-10043', 120.00, '2026-11-21', false, '它在路上')
CREATE TABLE flags (paid bit(1))
INSERT INTO flags VALUES (b'1')
CREATE TABLE many (n integer, filler text)
"""


class DatabaseServer:
    """A server that can be killed and started again on the same port."""

    ready = ""
    full = ""

    def __init__(self, folder: Path) -> None:
        """Take a folder of its own, which unprivileged users can reach."""
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def certificate(self) -> Path:
        """Its certificate for localhost, which nobody else vouches for."""
        return self.folder / "certificate.pem"

    def certify(self) -> None:
        """Make a key and the certificate."""
        command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        files = ["-keyout", str(self.folder / "key.pem"), "-out", str(self.certificate)]
        _run([*command.split(), *names, *files])

    def address(self, user: str = "reader", database: str = "shop", host: str = "127.0.0.1") -> str:
        """Return its URL."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Make an empty database."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """Return what starts it."""
        raise NotImplementedError

    def start(self) -> None:
        """Start, and wait until it says that it takes connections."""
        self._process = subprocess.Popen(
            self.command(), stderr=subprocess.PIPE, text=True, cwd=self.folder, **unprivileged()
        )
        said = []
        assert self._process.stderr
        for line in self._process.stderr:
            said.append(line)
            if self.ready in line:
                return
        raise RuntimeError(f"{type(self).__name__} did not start:\n{''.join(said)}")

    def kill(self) -> None:
        """End it at once, with all that it is doing."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it."""
        self._end(signal.SIGQUIT)

    def gate(self) -> AbstractAsyncContextManager[None]:
        """Shut a lock that queries wait for, on a connection of its own."""
        raise NotImplementedError

    def freeze(self) -> None:
        """Let it answer nothing, as a machine that hangs."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        self._process.send_signal(signal.SIGCONT)
        assert self._process.stderr
        self._process.stderr.read()  # its children hold the other end until they are gone too
        self._process.wait()
        self._process.stderr.close()
        self._process = None


class Postgresql(DatabaseServer):
    """PostgreSQL."""

    ready = "ready to accept connections"

    def address(self, user: str = "reader", database: str = "shop", host: str = "127.0.0.1") -> str:
        return f"postgresql://{user}@{host}:{self.port}/{database}"

    @property
    def _programs(self) -> Path:
        return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))

    def prepare(self) -> None:
        word = self.folder / "word"
        word.write_text(PASSWORD)
        how = ["-U", "reader", "--auth=scram-sha-256", f"--pwfile={word}", "-E", "UTF8", "--locale=C"]
        initdb = [str(self._programs / "initdb"), "-D", str(self.folder / "data"), *how]
        _run([*initdb, "--no-sync", "--no-instructions"])
        single = [str(self._programs / "postgres"), "--single", "-D", str(self.folder / "data")]
        _run([*single, "postgres"], "CREATE DATABASE shop\n")
        many = "INSERT INTO many SELECT n, repeat('x', 4000) FROM generate_series(1, 500) AS n\n"
        _run([*single, "shop"], TABLES + many)

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "max_connections": "6",
            "superuser_reserved_connections": "0",
            "max_wal_senders": "0",
            "ssl": "on",
            "ssl_cert_file": str(self.certificate),
            "ssl_key_file": str(self.folder / "key.pem"),
            "fsync": "off",
            "shared_buffers": "8MB",
        }
        given = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *given]

    @asynccontextmanager
    async def gate(self) -> AsyncIterator[None]:
        connection = await asyncpg.connect(self.address(), password=PASSWORD, ssl=False)
        await connection.execute("SELECT pg_advisory_lock(7)")
        yield
        await connection.close()


class Mariadb(DatabaseServer):
    """MariaDB."""

    ready = "ready for connections"

    def address(self, user: str = "reader", database: str = "shop", host: str = "127.0.0.1") -> str:
        return f"mysql://{user}@{host}:{self.port}/{database}"

    def _options(self) -> list[str]:
        return [
            "/usr/sbin/mariadbd",
            "--no-defaults",
            f"--datadir={self.folder}/data",
            f"--tmpdir={self.folder}",
            "--skip-name-resolve",
            "--innodb-buffer-pool-size=8M",
            "--innodb-flush-log-at-trx-commit=0",
            "--character-set-server=latin1",  # ours is not its own
        ]

    def prepare(self) -> None:
        (self.folder / "data").mkdir()
        _own(self.folder / "data")
        (self.folder / "users.sql").write_text(
            f"CREATE USER IF NOT EXISTS reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
            "GRANT ALL ON shop.* TO reader@'127.0.0.1';\nFLUSH PRIVILEGES;\n"
        )
        share = Path("/usr/share/mysql")
        statements = [
            "CREATE DATABASE mysql;",
            "SET NAMES utf8mb4;",
            "USE mysql;",
            "SET @auth_root_socket=NULL, @skip_auth_anonymous=1;",
            (share / "mysql_system_tables.sql").read_text("utf-8"),
            (share / "mysql_system_tables_data.sql").read_text("utf-8"),
            "CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;",
            "USE shop;",
            *(f"{line};" for line in TABLES.strip().splitlines()),
            "INSERT INTO many SELECT seq, repeat('x', 4000) FROM seq_1_to_500;",
        ]
        _run([*self._options(), "--bootstrap"], "\n".join(statements) + "\n")

    @asynccontextmanager
    async def gate(self) -> AsyncIterator[None]:
        login = {"user": "reader", "password": PASSWORD}
        connection = await asyncmy.connect(host="127.0.0.1", port=self.port, **login)
        async with connection.cursor() as cursor:
            await cursor.execute("SELECT get_lock('gate', 30)")
            yield
            await cursor.execute("SELECT release_lock('gate')")
        connection.close()

    def command(self) -> list[str]:
        listen = [f"--port={self.port}", "--bind-address=127.0.0.1", f"--socket={self.folder}/socket"]
        limits = ["--max-connections=10", "--max-user-connections=6", f"--init-file={self.folder}/users.sql"]
        tls = [f"--ssl-cert={self.certificate}", f"--ssl-key={self.folder}/key.pem"]
        return [*self._options(), *listen, *limits, *tls]


SERVERS: dict[str, type[DatabaseServer]] = {"postgresql": Postgresql, "mysql": Mariadb}


@contextmanager
def running(kind: str) -> Iterator[DatabaseServer]:
    """A server with the tables of a shop, removed afterwards."""
    with TemporaryDirectory(prefix="switchboard-") as folder:
        _own(Path(folder))
        server = SERVERS[kind](Path(folder))
        server.certify()
        server.prepare()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def unprivileged() -> dict[str, Any]:
    """Return how a process gives up being root: such servers refuse to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _own(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "nobody", "nogroup")


def _run(command: list[str], said: str = "") -> None:
    done = subprocess.run(command, input=said, capture_output=True, text=True, cwd="/", **unprivileged())
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
