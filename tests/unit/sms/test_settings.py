"""What a route must satisfy before it is stored."""

import pytest
from msgspec.structs import replace

from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.sms import Smsc, SmsRoute
from hub.services.settings_channels import check_sms_route
from hub.services.settings_checks import Known

SMSC = Smsc(host="smpp.example.com", system_id="hub")
ROUTE = SmsRoute(id="r", entry_point="text", number="+4930100", smscs=[SMSC], secret="eight888")
KNOWN = Known(entry_points={"text": Channel.SMS})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"region": "Germany"}, "region"),
        ({"region": "de"}, "region"),
        ({"stop_text": {"en": " "}}, "stop_text.en"),
        ({"start_text": {"de": "x" * 501}}, "start_text.de"),
        ({"secret": "nine chars"}, "secret"),
        ({"smscs": []}, "smscs"),
        ({"number": "TwelveLetters"}, "number"),
    ],
)
def test_what_is_wrong_is_named(values, field):
    check_sms_route(replace(ROUTE, region="DE", stop_text={"en": "Bye."}), KNOWN)
    with pytest.raises(InvalidInput) as refused:
        check_sms_route(replace(ROUTE, **values), KNOWN)
    assert refused.value.field == field
