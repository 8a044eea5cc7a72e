"""Where databases are: what a URL says, what of it is refused, and what a query's text tells."""

import pytest

from hub.core.clock import SystemClock
from hub.core.config import Config, Flows, load_config
from hub.core.database_address import DatabaseAddress, database_address
from hub.core.errors import ConfigError
from hub.core.sql import is_reading, names_in, with_placeholders
from hub.store.read_only import ReadOnlyDatabases, check_drivers

KEY = "flows.databases.orders"


def test_a_url_says_where_a_database_is():
    wanted = DatabaseAddress(
        engine="postgresql",
        host="db.example.com",
        port=5432,
        user="reader",
        database="shop",
        sslmode="verify-full",
    )
    assert database_address("postgresql://reader@db.example.com/shop", KEY) == wanted
    maria = database_address("mariadb://r%40x@10.0.0.5:3307/crm?sslmode=require&sslrootcert=/ca.pem", KEY)
    assert maria
    assert (maria.engine, maria.port, maria.user) == ("mysql", 3307, "r@x")
    assert (maria.sslmode, maria.sslrootcert) == ("require", "/ca.pem")
    socket = database_address("postgresql://reader@/shop?host=/run/postgresql", KEY)
    assert socket
    assert (socket.host, socket.sslmode) == ("/run/postgresql", "disable")
    assert database_address("/srv/shop.db", KEY) is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_nobody_is_between_us_and_this_machine(host: str):
    here = database_address(f"mysql://reader@{host}/shop", KEY)
    assert here
    assert here.sslmode == "disable"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("oracle://reader@db/shop", "there is no database 'oracle'"),
        ("postgresql://reader:secret@db/shop", "SWITCHBOARD_DATABASE_ORDERS_PASSWORD"),
        ("postgresql://db/shop", "write user, host and database"),
        ("mysql://reader@db", "write user, host and database"),
        ("mysql://reader@db/shop?sslmode=maybe", "sslmode is 'maybe'"),
        ("mysql://reader@db/shop?password=x", "unknown option 'password'"),
        ("mysql://reader@db:port/shop", "this is no URL"),
    ],
)
def test_what_is_wrong_with_a_url_is_said(url: str, said: str):
    with pytest.raises(ConfigError, match=said) as caught:
        database_address(url, KEY)
    assert caught.value.message.startswith(KEY)
    assert "secret@" not in caught.value.message


def test_the_configuration_is_checked_at_the_start(tmp_path):
    path = tmp_path / "switchboard.toml"
    path.write_text('[flows.databases]\norders = "mysql://db/shop"\n')
    with pytest.raises(ConfigError, match=r"switchboard.toml: flows.databases.orders: write user"):
        load_config(path, {})
    path.write_text('[flows.databases]\n"the orders" = "mysql://reader@db/shop"\n')
    with pytest.raises(ConfigError, match="name a database with small letters"):
        load_config(path, {})
    path.write_text('[flows.databases]\n"the orders" = "/srv/orders.db"\n')
    assert load_config(path, {}) == Config(flows=Flows(databases={"the orders": "/srv/orders.db"}))


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_a_missing_driver_is_named_with_what_installs_it(engine: str):
    addresses = {"stock": "/srv/stock.db", "orders": f"{engine}://reader@db/shop"}
    with pytest.raises(ConfigError, match=rf"pip install 'switchboard-hub\[{engine}\]'") as caught:
        check_drivers(addresses, lambda module: False)
    assert KEY in caught.value.message
    assert check_drivers({"stock": "/srv/stock.db"}, lambda module: False)


async def test_nothing_is_opened_before_it_is_asked():
    databases = ReadOnlyDatabases({"orders": "postgresql://reader@192.0.2.1/shop"}, SystemClock())
    assert databases.names() == {"orders"}
    await databases.close()


def test_named_values_are_found_where_they_are_values():
    query = """SELECT ':no', "a:no", `b:no`, x::date, $$:no$$ /* :no */ -- :no
        FROM orders WHERE number = :number AND day > :day AND other = :number"""
    assert names_in(query) == ["number", "day"]
    assert with_placeholders("a = :a AND b = ':a' AND c = :c", lambda name: f"<{name}>") == (
        "a = <a> AND b = ':a' AND c = <c>"
    )


def test_what_reads():
    assert is_reading(" select 1")
    assert is_reading("WITH x AS (SELECT 1) SELECT * FROM x")
    assert not is_reading("DELETE FROM x")
    assert not is_reading("selection")
