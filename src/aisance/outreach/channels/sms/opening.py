"""Which way out for texts the settings name."""

from urllib.parse import urlsplit

from aisance.outreach.channels.outcomes import Text, WayOut
from aisance.outreach.channels.sms.folder import TextFolder
from aisance.outreach.channels.sms.http import HttpGateway
from aisance.outreach.channels.sms.session import Session, session
from aisance.outreach.channels.sms.settings import sms_settings
from aisance.outreach.channels.sms.smpp import SmppCentre

SMPP = {"smpp", "smpps"}


def open_gateway() -> WayOut[Text]:
    """Open the way out. Raises OSError where nobody answers."""
    given = sms_settings()
    scheme = urlsplit(given.url).scheme
    if scheme in SMPP:
        return SmppCentre(session(given), given)
    return HttpGateway(given) if scheme else TextFolder(given.folder)


def server() -> str:
    """What stands for the server in force."""
    given = sms_settings()
    place = urlsplit(given.url)
    return f"sms:{place.hostname}:{place.port}" if given.url else f"sms:{given.folder}"


def centre() -> Session | None:
    """This thread's session with the SMS centre; null where texts do not go over SMPP. Raises OSError."""
    given = sms_settings()
    return session(given) if urlsplit(given.url).scheme in SMPP else None
