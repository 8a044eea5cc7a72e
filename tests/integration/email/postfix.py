"""A real postfix for a test: its own configuration, queue and log, on ports of its own."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from hub.core.free_port import free_port

OWN_DOMAIN = "hub.test"
"""Our side: what comes for it is handed to the hub."""
CUSTOMERS = "customers.test"
"""Has maildirs."""

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mail.test
mydestination =
mynetworks = 127.0.0.0/8
relay_domains = {relayed}
relayhost =
default_transport = error:5.4.4 no mail leaves this test
transport_maps = inline:{{ {routes} }}
virtual_mailbox_domains = {customers}
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
virtual_mailbox_limit = 0
message_size_limit = 52428800
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_destination_recipient_limit = 1
smtp_tls_security_level = none
alias_maps =
alias_database =
delay_warning_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
{more}
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
lmtp      unix  - - n - - lmtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Runs inside `async with`, as root. `routes` say where mail of a domain goes: "smtp:[host]:port".

    Customers' addresses get maildirs. A delayed mail is tried again, and reported, after a second or two.
    """

    def __init__(
        self, routes: Mapping[str, str], customers: Sequence[str] = ("anna", "ben"), more: str = ""
    ) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self._routes = routes
        self._customers = customers
        self._more = more

    async def __aenter__(self) -> "Postfix":
        await asyncio.to_thread(self._start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._postfix, "stop")
        await asyncio.to_thread(shutil.rmtree, self._folder)

    def _start(self) -> None:
        self._folder.chmod(0o755)  # its parts run as other users
        for name, owner in (("etc", "root"), ("queue", "root"), ("data", "postfix"), ("boxes", "nobody")):
            (self._folder / name).mkdir()
            shutil.chown(self._folder / name, owner)
        (self._folder / "etc" / "main.cf").write_text(self._main())
        (self._folder / "etc" / "master.cf").write_text(MASTER.format(port=self.port))
        self._postfix("start")

    @property
    def log(self) -> str:
        """What it says it did."""
        return (self._folder / "log").read_text()

    def mails(self, customer: str) -> list[bytes]:
        """What lies in a customer's maildir."""
        return [path.read_bytes() for path in sorted((self._folder / "boxes" / customer).glob("new/*"))]

    def queued(self) -> int:
        """How many mails wait in the queue."""
        return sum(
            path.is_file()
            for name in ("incoming", "active", "deferred")
            for path in (self._folder / "queue" / name).rglob("*")
        )

    def _main(self) -> str:
        boxes = " ".join(f"{{ {name}@{CUSTOMERS} = {name}/ }}" for name in self._customers)
        return MAIN.format(
            folder=self._folder,
            relayed=" ".join(self._routes),
            routes=" ".join(f"{{ {domain} = {hop} }}" for domain, hop in self._routes.items()),
            customers=CUSTOMERS,
            boxes=boxes,
            more=self._more,
        )

    def _postfix(self, command: str) -> None:
        done = subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self._folder / "etc"), command],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"postfix {command}: {done.stdout}{done.stderr}"
