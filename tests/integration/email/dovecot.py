"""A real dovecot for the tests: its own folders and ports, users with Maildirs, IMAP and LMTP."""

import asyncio
import getpass
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.core.free_port import free_port

PASSWORD = "correct horse"
_CONFIG = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {run}
state_dir = {run}/state
log_path = {folder}/dovecot.log
{tls}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login
mail_location = maildir:{box}/%u
first_valid_uid = 1
first_valid_gid = 1
mail_plugins = quota
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
  default_fields = uid={owner} gid={owner_group} home={box}/%u
}}
plugin {{
  quota = maildir:User quota
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
protocol lmtp {{
  auth_username_format = %Ln
}}
"""


class Dovecot:
    """A server that can be stopped, killed and started again on the same ports."""

    def __init__(self, folder: Path, certificate: tuple[Path, Path] | None = None) -> None:
        """Take a folder of its own, and a key and certificate if it is to speak TLS."""
        self._folder = folder
        self._certificate = certificate
        self.imaps_port = free_port() if certificate else 0
        self._box = folder / "box"
        self.imap_port, self.lmtp_port = free_port(), free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._users: dict[str, tuple[str, str]] = {}

    def prepare(self) -> None:
        """Write the configuration; as root the mail belongs to nobody, else to us."""
        root = os.geteuid() == 0
        us = getpass.getuser()
        group = "nogroup" if root else str(os.getgid())
        self._box.mkdir()
        self._folder.chmod(0o755)
        if root:
            shutil.chown(self._box, "nobody", group)
        self._config.write_text(
            _CONFIG.format(
                folder=self._folder,
                run=self._folder / "run",
                box=self._box,
                imap=self.imap_port,
                imaps=self.imaps_port,
                tls=_tls(self._certificate),
                lmtp=self.lmtp_port,
                login="dovenull" if root else us,
                internal="dovecot" if root else us,
                group="dovecot" if root else group,
                owner="nobody" if root else us,
                owner_group=group,
            )
        )

    @property
    def _config(self) -> Path:
        return self._folder / "dovecot.conf"

    def user(self, name: str, password: str = PASSWORD, *, quota: str = "") -> None:
        """Add a user, or change the password; `quota` limits the mailbox, such as "10k"."""
        self._users[name] = (password, f"userdb_quota_rule=*:storage={quota}" if quota else "")
        lines = [f"{user}:{{plain}}{word}::::::{extra}" for user, (word, extra) in self._users.items()]
        (self._folder / "users").write_text("\n".join(lines) + "\n")

    async def start(self) -> None:
        """Start, and wait until it takes connections."""
        self._process = await asyncio.create_subprocess_exec(
            "dovecot", "-F", "-c", str(self._config), stderr=asyncio.subprocess.DEVNULL
        )
        for _ in range(200):
            if self._process.returncode is not None:
                break
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.imap_port)
                writer.close()
                return
            await moment()
        raise RuntimeError(f"dovecot did not start: {self.log()}")

    async def stop(self) -> None:
        """Stop it and everything it started."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        await self._process.wait()
        self._process = None
        while self._processes("dovecot/"):
            await moment()

    def kill_sessions(self) -> int:
        """Kill -9 all processes that serve a signed-in client; return how many."""
        found = self._processes("dovecot/imap")
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(found)

    def deliver(self, user: str, raw: bytes, name: str, *, seen: bool = False, folder: str = "") -> None:
        """Put a mail into a Maildir, as a delivery agent does."""
        home = self._maildir(user, folder)
        target = home / ("cur" if seen else "new") / f"{name}{':2,S' if seen else ''}"
        part = home / "tmp" / name
        part.write_bytes(raw)
        self._own(part)
        part.rename(target)

    def flags(self, user: str, folder: str = "") -> dict[str, str]:
        """Return the mails of a Maildir by name with their flags, such as "S"."""
        found = {}
        for part in ("new", "cur"):
            for path in (self._maildir(user, folder) / part).iterdir():
                name, _, flags = path.name.partition(":2,")
                found[name.partition(",")[0]] = flags
        return found

    def renumber(self, user: str) -> None:
        """Give the inbox another UIDVALIDITY, as after a restored backup. Only while stopped."""
        home = self._maildir(user)
        uids = home / "dovecot-uidlist"
        head, _, rest = uids.read_text().partition("\n")
        validity = re.search(r"V(\d+)", head)
        assert validity
        uids.write_text(head.replace(validity[0], f"V{int(validity[1]) + 1000}") + "\n" + rest)
        for path in home.glob("dovecot.index*"):
            path.unlink()

    def log(self) -> str:
        """Return the end of its log."""
        path = self._folder / "dovecot.log"
        return path.read_text()[-3000:] if path.exists() else "no log"

    def _maildir(self, user: str, folder: str = "") -> Path:
        home = self._box / user / (f".{folder}" if folder else "")
        for part in (self._box / user, home, *(home / name for name in ("tmp", "new", "cur"))):
            if not part.exists():
                part.mkdir(mode=0o700)
                self._own(part)
        return home

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, "nobody", "nogroup")

    def _processes(self, name: str) -> list[int]:
        """Return the pids of our dovecot's processes with this name."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes().split(b"\0")[0].decode()
                group = os.getpgid(int(entry.name))
                ours = self._process is not None and _parent(entry) == self._process.pid
                if command.startswith(name) and "login" not in command and ours and group:
                    found.append(int(entry.name))
        return found


@asynccontextmanager
async def dovecot(certificate: tuple[Path, Path] | None = None) -> AsyncIterator[Dovecot]:
    """Run a dovecot for the block. Its folder is short: the paths of its sockets are limited."""
    with TemporaryDirectory(prefix="dc-") as folder:
        server = Dovecot(Path(folder), certificate)
        server.prepare()
        server.user("support")
        await server.start()
        try:
            yield server
        finally:
            await server.stop()


def _tls(certificate: tuple[Path, Path] | None) -> str:
    if certificate is None:
        return "ssl = no"
    key, cert = certificate
    return f"ssl = yes\nssl_key = <{key}\nssl_cert = <{cert}"


def _parent(entry: Path) -> int:
    return int((entry / "stat").read_text().rpartition(")")[2].split()[1])


async def moment() -> None:
    """Give another process a little time."""
    await asyncio.to_thread(signal.sigtimedwait, [], 0.02)
