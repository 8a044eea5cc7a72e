"""Passwords, codes, and what the audit trail leaves out."""

from datetime import UTC, datetime

import pyotp
import pytest

from hub.core.batch import Batch
from hub.core.errors import InvalidInput
from hub.core.models.integrations import Webhook
from hub.core.models.staff import AuditEntry, Staff
from hub.services.audit import SECRETS, plan_audit
from hub.services.passwords import Passwords, check_password
from hub.services.second_factor import new_secret, provisioning_uri, step_of
from tests.fakes.clock import FakeClock
from tests.fakes.desk import QUICK

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "password", ["short", "x" * 1001, "ann@example.com", "moc.elpmaxe@nna", "ANN@EXAMPLE.COM", "aaaaaaaaaaaa"]
)
def test_weak_passwords_are_refused(password: str):
    with pytest.raises(InvalidInput) as refused:
        check_password(password, "ann@example.com", field="new")
    assert refused.value.field == "new"


def test_long_passwords_without_tricks_are_fine():
    check_password("correct horse", "ann")


async def test_hashes():
    passwords = Passwords(QUICK)
    hashed = await passwords.hash("correct horse")
    assert "correct" not in hashed
    assert await passwords.verify(hashed, "correct horse")
    assert not await passwords.verify(hashed, "correct house")
    assert not await passwords.verify("", "nobody's password")
    assert not await passwords.verify("no hash at all", "correct horse")


def test_codes_count_once_and_only_near_their_time():
    clock = FakeClock()
    secret = new_secret()
    app = pyotp.TOTP(secret)
    now = int(clock.now().timestamp())
    step = step_of(secret, app.at(now), clock, 0)
    assert step == now // 30
    assert step_of(secret, app.at(now), clock, step) is None
    assert step_of(secret, f" {app.at(now)[:3]} {app.at(now)[3:]}", clock, 0) == step
    assert step_of(secret, app.at(now - 30), clock, 0) == step - 1
    assert step_of(secret, app.at(now + 30), clock, 0) == step + 1
    for far in (-90, -60, 60, 90):
        assert step_of(secret, app.at(now + far), clock, 0) is None
    for wrong in ("", "abcdef", "１２３４５６", "0" * 100):
        assert step_of(secret, wrong, clock, 0) is None


def test_apps_can_read_the_address():
    uri = provisioning_uri(new_secret(), "ann@example.com")
    parsed = pyotp.parse_uri(uri)
    assert (parsed.issuer, parsed.name) == ("Switchboard", "ann@example.com")


def test_the_audit_trail_has_differences_and_no_secrets():
    batch, ids = Batch(at=NOW, actor="adm"), iter(map(str, range(9)))
    before = Staff(id="x", rev=3, login="x", name="X", password_hash="hash one", created_at=NOW)
    after = Staff(id="x", rev=4, login="x", name="Y", password_hash="hash two", created_at=NOW)
    plan_audit(batch, lambda: next(ids), "changed", "staff", "x", before=before, after=after)
    [entry] = batch.saves
    assert isinstance(entry, AuditEntry)
    assert entry.before == {"name": "X", "password_hash": "(secret)"}
    assert entry.after == {"name": "Y", "password_hash": "(secret)"}


def test_every_secret_field_is_known_to_the_audit_trail():
    for kind in (Staff, Webhook):
        suspicious = {name for name in kind.__struct_fields__ if "secret" in name or "hash" in name}
        assert suspicious <= SECRETS
