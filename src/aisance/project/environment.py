"""Every setting, typed, read once from the environment; a wrong one is named together with what it accepts."""

import json
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRET_FIELDS = frozenset(
    {
        "secret_key", "smtp_url", "database_url", "engine", "mail_provider_options", "mail_webhook_secret", "sms_url",
        "sms_http", "sms_secret", "voice_secret", "language_model_key", "mail_inbox", "mail_hook_secret",
    }
)  # fmt: skip
"""What may hold a password: a complaint does not repeat it."""

DATABASES = frozenset({"sqlite", "postgres", "postgresql"})


class SettingsError(Exception):
    """The environment does not make sense; the message says which variable, what it holds and what it accepts."""


def _user_data() -> Path:
    """Where a user's data goes: `$XDG_DATA_HOME/aisance`, by default `~/.local/share/aisance`."""
    import os

    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "aisance"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("expected the name of a time zone, such as Europe/Paris")
    return name


def _known_country(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("expected a country in two capital letters, such as FR")
    return code


def _database(url: str) -> str:
    parts = _parts(url)
    if url and not (parts.scheme in DATABASES and parts.path.strip("/")):
        raise ValueError("expected the address of a SQLite file or of a PostgreSQL database")
    return url


def _mail_server(url: str) -> str:
    parts = _parts(url)
    if url and not (parts.scheme in {"smtp", "smtps"} and parts.hostname):
        raise ValueError("expected the address of a mail server")
    return url


def _sms_server(url: str) -> str:
    parts = _parts(url)
    if url and not (parts.scheme in {"http", "https", "smpp", "smpps"} and parts.hostname):
        raise ValueError("expected the address of an SMS gateway or of an SMS centre")
    return url


def _mailbox(url: str) -> str:
    parts = _parts(url)
    if url and not (parts.scheme in {"imap", "imaps"} and parts.hostname and parts.username and parts.password):
        raise ValueError("expected the address of a mailbox with a name and a password")
    return url


def _address(text: str) -> str:
    name, _, host = text.partition("@")
    if text and not (name and host and "+" not in name and not set(text) & set(" <>,;@") - {"@"}):
        raise ValueError("expected a plain e-mail address, without a plus sign")
    return text.lower()


def _json_object(text: Any) -> Any:
    """What an environment variable holds as JSON; anything that is no text goes on as it is."""
    if not isinstance(text, str):
        return text
    try:
        held = json.loads(text)
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise ValueError("expected a JSON object")
    return held


def _pair(text: str) -> str:
    name, colon, password = text.partition(":")
    if text and not (name and colon and password):
        raise ValueError("expected a name, a colon and a password")
    return text


def _engine(name: str) -> str:
    parts = _parts(name)
    if name != "duckdb" and not (parts.scheme == "sc" and parts.hostname):
        raise ValueError("expected duckdb, or the address of a Spark Connect server such as sc://host:15002")
    return name


def _base(url: str) -> str:
    parts = _parts(url)
    beyond = parts.path or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not parts.hostname or beyond:
        raise ValueError("expected http:// or https://, a host name and perhaps a port")
    return url


def _service(url: str) -> str:
    parts = _parts(url)
    beyond = parts.query or parts.fragment or parts.username
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or beyond):
        raise ValueError("expected http:// or https://, a host name, perhaps a port and a path")
    return url


def _parts(url: str) -> SplitResult:
    """The parts of a URL; a port that is not a number and a broken bracket raise ValueError without its value."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  reading it checks it
    except ValueError:
        raise ValueError("expected a URL") from None
    return parts


class SmsGateway(BaseModel):
    """How an HTTP gateway for text messages wants to be spoken to, and under which names it speaks to us."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Literal["GET", "POST", "PUT"] = "POST"
    style: Literal["form", "json", "query"] = "form"
    fields: dict[str, str] = {}
    headers: dict[str, str] = {}
    accepted: str = ""
    name: str = ""
    heard: dict[str, str] = {}
    receipt: dict[str, str] = {}
    arrived: list[str] = []
    lost: list[str] = []


class Environment(BaseSettings):
    """The settings. Each field is an environment variable: `AISANCE_` and its name in capitals, unless it says other."""

    model_config = SettingsConfigDict(env_prefix="AISANCE_", frozen=True, extra="ignore", env_ignore_empty=True)

    mode: Literal["production", "development", "demo"] = Field(
        default="development",
        description="`production` refuses to start with a development key; `demo` shows the outgoing mail on a page.",
    )
    home: Path = Field(
        default_factory=_user_data,
        description="The folder of the data: SQLite database, fact store, outgoing mail. By default a folder in the user's data directory.",
    )
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="`sqlite:////path/to/file` or `postgres://user:password@host:port/name`. By default SQLite in the home folder.",
    )
    erased_list: str = Field(
        default="",
        description="The file that says, in digests, who was erased; keep it where a restored backup does not replace it. By default in the home folder.",
    )
    engine: Annotated[str, AfterValidator(_engine)] = Field(
        default="duckdb",
        description="What adds up the facts: `duckdb`, inside the process, or `sc://host:15002`, a Spark Connect server that sees the home folder under the same path.",
    )
    secret_key: str = Field(
        default="",
        description="At least 50 random characters; signs sessions and the links in invitations. In production it must be given; elsewhere one is made and kept in the home folder.",
    )
    base_url: Annotated[str, AfterValidator(_base)] = Field(
        default="http://127.0.0.1:8000",
        description="The address under which customers and staff reach the product, such as https://ease.example.org, without a slash at the end.",
    )
    allowed_hosts: str = Field(
        default="",
        description="More host names the server answers to, separated by commas; that of the base URL always is.",
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="How many proxies stand in front and write X-Forwarded-For and X-Forwarded-Proto; under an https base URL plain requests are then sent to it.",
    )
    company: str = Field(
        default="Our company", min_length=1, max_length=80, description="The company's name, as customers read it."
    )
    language: Literal["fr", "en"] = Field(
        default="en", description="The language where nobody has chosen one: `fr` or `en`."
    )
    time_zone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="Europe/Paris", description="The company's time zone; a day begins at its midnight."
    )
    country: Annotated[str, AfterValidator(_known_country)] = Field(
        default="FR",
        description="The country that telephone numbers without a prefix belong to, in two capital letters.",
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(
        default="EUR",
        description="The company's currency in three capital letters, in which gestures and their budgets are counted.",
    )
    deep_reading: bool = Field(
        default=True,
        description="Whether the worker reads customers' words a second time by sentence vectors, where the extra `aisance[deep]` is installed.",
    )
    smtp_url: Annotated[str, AfterValidator(_mail_server)] = Field(
        default="",
        description="`smtp://user:password@host:587` (STARTTLS wherever there is a password), `smtps://...:465`. Empty: mail goes to a folder in the home.",
    )
    mail_provider: Literal[
        "", "amazon_ses", "brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal", "postmark",
        "resend", "scaleway", "sendgrid", "sparkpost", "unisender_go",
    ] = Field(
        default="",
        description="An e-mail provider instead of AISANCE_SMTP_URL, as django-anymail names it in small letters: `brevo`, `mailgun`, `mailjet`, `postmark`, `scaleway`, `sendgrid` and others.",
    )  # fmt: skip
    mail_provider_options: Annotated[dict[str, Any], NoDecode, BeforeValidator(_json_object)] = Field(
        default_factory=dict,
        description='What the provider asks for, as a JSON object with the names of django-anymail in small letters and without the provider: `{"server_token": "..."}`.',
    )
    mail_webhook_secret: Annotated[str, AfterValidator(_pair)] = Field(
        default="",
        description="`name:password` with which the provider reports bounces and complaints to /hooks/mail/. Empty: its reports are refused.",
    )
    sms_url: Annotated[str, AfterValidator(_sms_server)] = Field(
        default="",
        description="Where text messages leave: `https://user:password@gateway.example.org/path`, or `smpp://name:password@host:2775` (`smpps://` over TLS). Empty: they go to a folder in the home.",
    )
    sms_sender: str = Field(
        default="",
        max_length=20,
        description="The number, short code or name (11 characters) that text messages come from. Customers can answer a number only.",
    )
    sms_http: Annotated[SmsGateway, NoDecode, BeforeValidator(_json_object)] = Field(
        default_factory=SmsGateway,
        description="How the HTTP gateway wants to be spoken to, as a JSON object: see the page on text messages.",
    )
    sms_secret: str = Field(
        default="",
        description="The password or signing key with which the gateway brings answers and receipts to /hooks/sms/. Empty: they are refused.",
    )
    voice_secret: str = Field(
        default="",
        description="The auth token of Twilio, with which it signs what it brings to /v/. Empty: the signed address alone lets in.",
    )
    webhook_hosts: str = Field(
        default="",
        description="Hosts of your own network that webhooks may be sent to, by name, separated by commas; also without TLS. All others must be public and speak https.",
    )
    mail_from: str = Field(
        default="Aisance <aisance@localhost>",
        description="The sender of every message, as `Name <address@example.org>`.",
    )

    mail_replies: Annotated[str, AfterValidator(_address)] = Field(
        default="",
        max_length=100,
        description="The mailbox for customers' answers to cases, such as `care@example.org`; it must also take `care+anything@example.org`. Empty: answers go to the sender.",
    )
    mail_inbox: Annotated[str, AfterValidator(_mailbox)] = Field(
        default="",
        description="Where the worker fetches that mail: `imaps://user:password@host/INBOX`, or `imap://` with STARTTLS. Empty: nowhere.",
    )
    mail_hook_secret: str = Field(
        default="",
        description="The password or signing key with which mail is brought to /hooks/mail/in/. Empty: it is refused.",
    )

    language_model_url: Annotated[str, AfterValidator(_service)] = Field(
        default="",
        description="An optional language model that names and sums up masked texts, at an address that speaks as OpenAI's does: `http://127.0.0.1:8080/v1`. Empty: none is ever asked.",
    )
    language_model_key: str = Field(
        default="", description="The key that the language model's server asks for, if any."
    )
    language_model: str = Field(
        default="default", max_length=120, description="The name of the language model, as its server knows it."
    )
    language_model_tokens: int = Field(
        default=200_000,
        ge=0,
        description="How many tokens the language model may take in a month; then it is not asked.",
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def mail_folder(self) -> Path:
        return self.home / "outgoing-mail"

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'aisance.sqlite3'}"

    def key(self) -> str:
        """The secret key in force: the given one, or one made once and kept in the home folder."""
        if self.mode == "production":
            if len(self.secret_key) < 50:
                raise SettingsError("AISANCE_SECRET_KEY: production needs a key of at least 50 random characters.")
            return self.secret_key
        try:
            return self.secret_key or _kept_key(self.home / "development-key")
        except OSError as problem:
            raise SettingsError(f"AISANCE_HOME: cannot write to {self.home}: {problem.strerror}.") from None


def _kept_key(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            file.hardlink_to(draft)  # fails where another process was first; then its key is the one
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()


def variable_name(field: str) -> str:
    """The environment variable of a setting."""
    alias = Environment.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"AISANCE_{field.upper()}"


def read_environment(**given: Any) -> Environment:
    """Read the settings. Raises SettingsError, one line for each wrong variable."""
    try:
        return Environment(**given)
    except ValidationError as problem:
        lines = [_complaint(error) for error in problem.errors()]
        raise SettingsError("\n".join(lines)) from None


def _complaint(error: Any) -> str:
    """One line for one wrong variable. The value of a setting that may hold a password is not repeated."""
    place = str(error["loc"][0])
    field = next((f for f in Environment.model_fields if f == place or variable_name(f) == place), place)
    held = "" if field in SECRET_FIELDS else f" holds {error['input']!r}:"
    words = Environment.model_fields[field].description if field in Environment.model_fields else ""
    complaint = error["msg"].removeprefix("Value error, ")
    return f"{variable_name(field)}{held or ':'} {complaint}. {words}"
