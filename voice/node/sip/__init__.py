"""SIP: calls of phones, trunks and PBXs become legs. libre/baresip has signalling, RTP and SRTP.

RFC 3261 (SIP), 3550 and 3711 (RTP, SRTP), 4733 (keys), 3515 (transfer).
"""

from voice.node.sip.door import SipDoor
from voice.node.sip.leg import SipLeg

__all__ = ["SipDoor", "SipLeg"]
