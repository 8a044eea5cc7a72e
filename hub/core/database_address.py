"""Where a database is: the path of an SQLite file, or a URL such as postgresql://reader@db.example/shop."""

from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from hub.core.errors import ConfigError
from hub.core.records import Value

ENGINES = {"postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
PORTS = {"postgresql": 5432, "mysql": 3306}
SSL_MODES = ("disable", "require", "verify-full")


class DatabaseAddress(Value, frozen=True, kw_only=True):
    """A database on a server. `engine` is "postgresql" or "mysql" (also MariaDB); no password is in it.

    `host` is a name, an IP address, or the path of a Unix socket: for MySQL of the socket itself, for
    PostgreSQL of its folder. `sslmode` is libpq's: "disable", "require" (encrypted, with whomever), or
    "verify-full"; `sslrootcert` a file of certificate authorities instead of the system's.
    """

    engine: str
    host: str
    port: int
    user: str
    database: str
    sslmode: str
    sslrootcert: str = ""


def database_address(text: str, key: str) -> DatabaseAddress | None:
    """Read an address; None for the path of a file. Raises ConfigError that names the key and the remedy."""
    if "://" not in text:
        return None
    url, port = _split(text, key)
    engine = ENGINES.get(url.scheme)
    if engine is None:
        raise ConfigError(
            f"{key}: there is no database {url.scheme!r}. Write the path of an SQLite file, or a URL that "
            "begins with postgresql:// or mysql://."
        )
    options = dict(parse_qsl(url.query))
    if unknown := options.keys() - {"host", "sslmode", "sslrootcert"}:
        raise ConfigError(f"{key}: unknown option {min(unknown)!r}; it may be host, sslmode or sslrootcert.")
    host = options.get("host") or url.hostname or ""
    database = unquote(url.path.removeprefix("/"))
    if not (url.username and host and database):
        raise ConfigError(f"{key}: write user, host and database: {engine}://reader@db.example/shop.")
    sslmode = options.get("sslmode") or ("disable" if _is_here(host) else "verify-full")
    if sslmode not in SSL_MODES:
        raise ConfigError(f"{key}: sslmode is {sslmode!r}; it may be one of {', '.join(SSL_MODES)}.")
    return DatabaseAddress(
        engine=engine,
        host=host,
        port=port or PORTS[engine],
        user=unquote(url.username),
        database=database,
        sslmode=sslmode,
        sslrootcert=options.get("sslrootcert", ""),
    )


def _split(text: str, key: str) -> tuple[SplitResult, int | None]:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError as error:
        raise ConfigError(f"{key}: this is no URL: {error}.") from None
    if url.password is not None:
        name = key.rpartition(".")[2]
        raise ConfigError(
            f"{key}: a password does not belong into the configuration. Put it into the file "
            f"secrets/databases/{name} of the data folder, or into the environment variable "
            f"SWITCHBOARD_DATABASE_{name.upper()}_PASSWORD."
        )
    return url, port


def _is_here(host: str) -> bool:
    """Say whether a host is this machine, so that nobody is in between."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
