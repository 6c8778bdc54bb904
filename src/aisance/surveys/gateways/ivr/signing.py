"""Who may bring digits: whoever knows the signed address of a link, and of Twilio only what Twilio signed."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from django.conf import settings
from django.core.signing import BadSignature, Signer


def sign_code(code: str, form: str) -> str:
    """What stands in the address that a voice platform is given, for `vxml`, `twiml` or `agi` alone.

    The address for a platform that signs what it brings must not open the door of one that does not.
    """
    return Signer(salt=f"surveys.voice.{form}", sep=".").sign(code)


def code_of(signed: str, form: str) -> str | None:
    """The link of a signed address; null where it is not ours, or another form's."""
    try:
        return Signer(salt=f"surveys.voice.{form}", sep=".").unsign(signed)
    except BadSignature:
        return None


def voice_address(code: str, form: str) -> str:
    """The whole address for a voice platform that speaks `vxml` or `twiml`."""
    return f"{settings.ENVIRONMENT.base_url}/v/{sign_code(code, form)}/{form}/"


def twilio_signature(token: str, address: str, fields: Mapping[str, str]) -> str:
    """The signature that Twilio puts on a request: HMAC-SHA1 of the address and the sorted fields, in base64.

    Source: Twilio, "Validating signatures from Twilio", with its own example.

    >>> twilio_signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", {
    ...     "CallSid": "CA1234567890ABCDE", "Caller": "+14158675310", "Digits": "1234", "From": "+14158675310",
    ...     "To": "+18005551212"})
    'L/OH5YylLD5NRKLltdqwSvS0BnU='
    """
    said = address + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()
