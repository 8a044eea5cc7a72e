"""What a voice node is told of SIP: the options of [voice], with passwords and files found."""

import os
from collections.abc import Mapping
from pathlib import Path

from hub.core.config import Voice, duration
from hub.core.sip_settings import Trunk, with_passwords
from voice.node.sip_settings import Sip
from voice.node.sip_settings import Trunk as NodeTrunk


def sip_settings(voice: Voice, host: str, port: int, env: Mapping[str, str] = os.environ) -> Sip:
    """Return the SIP door's settings, for an address that it listens at."""
    return Sip(
        host=host,
        port=port,
        tls_port=int(voice.sip_tls_listen.rpartition(":")[2] or 0),
        certificate=_absolute(voice.sip_certificate),
        key=_absolute(voice.sip_key),
        public_address=voice.sip_public_address,
        rtp_ports=voice.rtp_ports,
        encryption=voice.sip_encryption,
        trunks=[_trunk(name, trunk, env) for name, trunk in voice.trunks.items()],
        phones={name: with_passwords(name, phone, env) for name, phone in voice.phones.items()},
        phones_encrypt={
            name: phone.encryption for name, phone in voice.phones.items() if phone.encryption != "none"
        },
        strangers=voice.sip_strangers,
        most_calls=voice.most_calls,
        calls_per_second=voice.sip_calls_per_second,
        calls_per_source=voice.sip_calls_per_source,
        most_per_source=voice.sip_most_per_source,
        wrong_passwords=voice.sip_wrong_passwords,
        lock_out=duration(voice.sip_lock_out, "voice.sip_lock_out"),
    )


def _trunk(name: str, trunk: Trunk, env: Mapping[str, str]) -> NodeTrunk:
    return NodeTrunk(
        name=name,
        domain=trunk.place,
        proxy=trunk.proxy or trunk.registrar,
        transport=trunk.transport,
        verify=trunk.verify,
        register=bool(trunk.registrar),
        expires=trunk.expires,
        user=trunk.user,
        auth_user=trunk.auth_user,
        password=with_passwords(name, trunk, env),
        encryption=trunk.encryption,
        numbers=trunk.numbers,
        networks=trunk.networks,
    )


def _absolute(path: str) -> str:
    return str(Path(path).absolute()) if path else ""
