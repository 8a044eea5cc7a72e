"""What the SIP door is told: trunks, telephones, encryption, and who may call."""

from hub.core.records import Value


class Trunk(Value, frozen=True, kw_only=True):
    """A provider or PBX. `domain` is what its numbers are at; calls go to `proxy`, host:port or a name."""

    name: str
    domain: str
    proxy: str = ""  # empty: the domain
    transport: str = "udp"  # udp, tcp, tls
    verify: bool = True  # its certificate
    register: bool = False
    expires: int = 300  # seconds a registration lasts
    user: str = ""
    auth_user: str = ""  # empty: the user
    password: str = ""
    encryption: str = "none"  # none, sdes, dtls
    numbers: list[str] = []  # that may be shown; the first is, where none is asked for
    networks: list[str] = []  # from which it calls


class Sip(Value, frozen=True, kw_only=True):
    """The SIP door's settings. Addresses are IPv4; `tls_port` 0: no TLS."""

    host: str = "127.0.0.1"
    port: int = 5060
    tls_port: int = 0
    certificate: str = ""
    key: str = ""
    public_address: str = ""  # told to everybody outside the local network
    rtp_ports: str = "10000-20000"
    encryption: str = "optional"  # of calls to us: none, optional, required
    trunks: list[Trunk] = []
    phones: dict[str, str] = {}  # user → password
    phones_encrypt: dict[str, str] = {}  # user → sdes or dtls, where calls to it are encrypted
    strangers: bool = True  # whether whoever reaches us may call
    most_calls: int = 50  # to us, at a time
    calls_per_second: float = 20.0
    calls_per_source: float = 2.0
    most_per_source: int = 20
    wrong_passwords: int = 8
    lock_out: float = 600.0
