"""Which way out for texts the settings name."""

from urllib.parse import urlsplit

from aisance.outreach.channels.outcomes import Text, WayOut
from aisance.outreach.channels.sms.folder import TextFolder
from aisance.outreach.channels.sms.http import HttpGateway
from aisance.outreach.channels.sms.settings import sms_settings


def open_gateway() -> WayOut[Text]:
    """Open the way out. Raises OSError where nobody answers."""
    given = sms_settings()
    scheme = urlsplit(given.url).scheme
    if scheme in {"smpp", "smpps"}:
        from aisance.outreach.channels.sms.session import session
        from aisance.outreach.channels.sms.smpp import SmppCentre

        return SmppCentre(session(given), given)
    return HttpGateway(given) if scheme else TextFolder(given.folder)


def server() -> str:
    """What stands for the server in force."""
    given = sms_settings()
    place = urlsplit(given.url)
    return f"sms:{place.hostname}:{place.port}" if given.url else f"sms:{given.folder}"
