"""Trunks and telephones in the configuration: errors name file, key and what to do."""

from pathlib import Path

import pytest

from hub.core.config import load_config
from hub.core.errors import ConfigError
from hub.sip_node import sip_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "switchboard.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[voice.trunks.a]\nregistar = "x"\n',
            "voice.trunks.a.registar is no option; did you mean registrar?",
        ),
        ('[voice.trunks.a]\nuser = "x"\n', "voice.trunks.a leads nowhere; give it a registrar"),
        ('[voice.trunks.a]\nregistrar = "sip.example.com"\n', "voice.trunks.a.user is empty"),
        ('[voice.trunks.a]\nproxy = "sip:x"\n', "voice.trunks.a.proxy is 'sip:x'; write a host"),
        ('[voice.trunks.a]\nproxy = "x"\ntransport = "sctp"\n', "use udp, tcp or tls"),
        ('[voice.trunks.a]\nproxy = "x"\nencryption = "zrtp"\n', "use none, sdes or dtls"),
        ('[voice.trunks.a]\nproxy = "x"\nnetworks = ["10.0.0"]\n', "write addresses, as 203.0.113.7"),
        ('[voice.trunks.a]\nproxy = "x"\nexpires = 5\n', "between 60 and 86400"),
        ('[voice.trunks.a]\nproxy = "x"\npassword = \'a"b\'\n', "has a quote"),
        ('[voice.trunks."A b"]\nproxy = "x"\n', "is no name"),
        ("[voice]\ntrunks = 3\n", "must be a table"),
        ('[voice.phones.ada]\npassword = "short"\n', "voice.phones.ada.password has 5 characters"),
        (
            '[voice]\nsip_listen = "0.0.0.0:5060"\nsip_tls_listen = "0.0.0.0:5061"\n',
            "needs .*sip_certificate",
        ),
        ('[voice]\nsip_public_address = "sip.example.com"\n', "write an IPv4 address"),
        ('[voice]\nsip_encryption = "always"\n', "use none, optional or required"),
        ("[voice]\nsip_calls_per_second = 0\n", "must be above 0"),
        ('[voice]\nsip_lock_out = "long"\n', "is not a duration"),
    ],
)
def test_an_error_says_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        load_config(written(tmp_path, text), {})


def test_what_the_node_is_told(tmp_path: Path) -> None:
    text = (
        '[voice]\nsip_lock_out = "5m"\n[voice.trunks.big-one]\nregistrar = "sip.example.com"\nuser = "4420"\n'
        'password = "in the file"\n[voice.phones.ada]\n'
    )
    env = {
        "SWITCHBOARD_TRUNK_BIG_ONE_PASSWORD": "of the environment",
        "SWITCHBOARD_PHONE_ADA_PASSWORD": "twelve or more",
    }
    told = sip_settings(load_config(written(tmp_path, text), env).voice, "192.0.2.1", 5060, env)
    (trunk,) = told.trunks
    assert (trunk.name, trunk.domain, trunk.proxy, trunk.register) == (
        "big-one",
        "sip.example.com",
        "sip.example.com",
        True,
    )
    assert trunk.password == "of the environment"  # noqa: S105
    assert told.phones == {"ada": "twelve or more"}
    assert told.lock_out == 300
