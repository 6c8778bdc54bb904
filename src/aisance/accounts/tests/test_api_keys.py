from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from ninja import NinjaAPI, Router, Schema

from aisance.accounts import programmatic
from aisance.accounts.models import ApiKey
from aisance.accounts.public import api_key_auth, requires_api
from aisance.accounts.services import create_api_key, revoke_api_key
from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import RIGHTS, Right, Role, Viewer
from tests.cast import BY, Cast

pytestmark = pytest.mark.urls(__name__)
VIEW, RECORD = RIGHTS["indicators.view"], RIGHTS["journeys.record_interactions"]
VIEW_CUSTOMERS = RIGHTS["journeys.view_customers"]  # not for programmes
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Item(Schema):
    name: str


def _words(request: HttpRequest) -> dict[str, object]:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return {"kind": viewer.kind, "name": viewer.name, "paths": list(viewer.scope(VIEW).paths)}


router = Router()


@router.get("")
@requires_api(VIEW)
def read(request: HttpRequest) -> dict[str, object]:
    return _words(request)


@router.post("")
@requires_api(RECORD)
def write(request: HttpRequest, item: Item) -> dict[str, object]:
    return _words(request)


probe = NinjaAPI(urls_namespace="probe", auth=api_key_auth, docs_url=None, openapi_url=None)
probe.add_router("", router)
urlpatterns = [path("probe/", probe.urls)]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    programmatic.KEY_REQUESTS.forget()
    programmatic.WRONG_KEYS.forget()
    with stopped_at(NOON):
        yield


def _key(cast: Cast, *scopes: Right, unit: str = "orvane", name: str = "crm") -> tuple[ApiKey, str]:
    return create_api_key(name=name, unit_id=cast.units[unit].pk, scopes=scopes, by=BY)


def _bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_key_opens_what_its_scopes_name_at_its_unit(cast: Cast) -> None:
    _, text = _key(cast, VIEW, unit="lille")

    answer = Client().get("/probe/", headers=_bearer(text))

    assert answer.status_code == 200
    assert answer.json() == {"kind": "api_key", "name": "crm", "paths": [cast.units["lille"].path]}


def test_a_key_without_the_scope_is_refused_before_its_words_are_read(cast: Cast) -> None:
    _, text = _key(cast, VIEW)

    answer = Client().post("/probe/", "not json", content_type="application/json", headers=_bearer(text))

    assert answer.status_code == 403
    assert answer.json() == {"detail": "This takes the right journeys.record_interactions."}


@pytest.mark.parametrize("text", ["", "nonsense", "ais_aaaaaaaa_" + "b" * 43])
def test_a_key_that_nobody_made_is_refused(cast: Cast, text: str) -> None:
    answer = Client().get("/probe/", headers=_bearer(text))

    assert answer.status_code == 401
    assert answer.json() == {"detail": "This key is not valid."}
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_secret_under_a_right_prefix_is_refused(cast: Cast) -> None:
    _, text = _key(cast, VIEW)

    answer = Client().get("/probe/", headers=_bearer(text[:-1] + ("a" if text[-1] != "a" else "b")))

    assert answer.status_code == 401


def test_a_request_without_key_and_session_is_told_how_to_send_one(cast: Cast) -> None:
    answer = Client().get("/probe/")

    assert answer.status_code == 401
    assert answer.json() == {"detail": "Send your API key as `Authorization: Bearer KEY`."}


def test_a_session_may_read_but_not_write(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert client.get("/probe/").json()["name"] == "Claire Morvan"
    assert client.post("/probe/", {"name": "x"}, content_type="application/json").status_code == 401


def test_a_wrong_key_is_refused_even_within_a_session(cast: Cast) -> None:
    assert cast.client(Role.MANAGER).get("/probe/", headers=_bearer("nonsense")).status_code == 401


def test_a_revoked_key_is_refused_at_once(cast: Cast) -> None:
    key, text = _key(cast, VIEW)
    revoke_api_key(key_id=key.pk, by=BY)

    assert Client().get("/probe/", headers=_bearer(text)).status_code == 401


def test_the_text_of_a_key_is_not_stored(cast: Cast) -> None:
    key, text = _key(cast, VIEW)

    stored = str(ApiKey.objects.filter(pk=key.pk).values().get())
    audited = str(list(AuditEntry.objects.filter(object_type="api_key").values()))
    secret = text.split("_", 2)[2]

    assert secret not in stored
    assert secret not in audited
    assert len(secret) == 43


def test_a_right_not_meant_for_programmes_makes_no_key(cast: Cast) -> None:
    with pytest.raises(ValueError, match="at least one right"):
        _key(cast, VIEW, VIEW_CUSTOMERS)

    assert not ApiKey.objects.exists()


def test_a_scope_that_is_no_longer_for_programmes_opens_nothing(cast: Cast) -> None:
    key, text = _key(cast, RECORD)
    ApiKey.objects.filter(pk=key.pk).update(scopes=["journeys.view_customers", "accounts.administer"])

    assert Client().get("/probe/", headers=_bearer(text)).status_code == 403


def test_the_use_of_a_key_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    key, text = _key(cast, VIEW)

    for seconds in (0, 59):
        with stopped_at(NOON + timedelta(seconds=seconds)):
            Client().get("/probe/", headers=_bearer(text))
    key.refresh_from_db()
    assert key.last_used_at == NOON

    with stopped_at(NOON + timedelta(seconds=60)):
        Client().get("/probe/", headers=_bearer(text))
    key.refresh_from_db()
    assert key.last_used_at == NOON + timedelta(seconds=60)


def test_the_601st_request_of_a_minute_waits(cast: Cast) -> None:
    _, text = _key(cast, VIEW)
    _, other = _key(cast, VIEW, name="other")
    client = Client()

    with stopped_at(NOON + timedelta(seconds=15)):
        statuses = {client.get("/probe/", headers=_bearer(text)).status_code for _ in range(600)}
        late = client.get("/probe/", headers=_bearer(text))
        beside = client.get("/probe/", headers=_bearer(other))
    with stopped_at(NOON + timedelta(seconds=60)):
        again = client.get("/probe/", headers=_bearer(text))

    assert statuses == {200}
    assert late.status_code == 429
    assert late.headers["Retry-After"] == "45"
    assert beside.status_code == 200
    assert again.status_code == 200


def test_an_address_with_too_many_wrong_keys_waits_while_good_keys_pass(cast: Cast) -> None:
    _, text = _key(cast, VIEW)
    client = Client()

    statuses = [client.get("/probe/", headers=_bearer("nonsense")).status_code for _ in range(31)]

    assert statuses == [401] * 30 + [429]
    assert client.get("/probe/", headers=_bearer(text)).status_code == 200
    assert client.get("/probe/", headers=_bearer("nonsense"), REMOTE_ADDR="192.0.2.7").status_code == 401


def test_wrong_keys_from_all_addresses_of_one_network_are_counted_together(cast: Cast) -> None:
    places = [f"2001:db8:1:2::{place:x}" for place in range(31)]

    statuses = [Client().get("/probe/", headers=_bearer("no"), REMOTE_ADDR=place).status_code for place in places]

    assert statuses == [401] * 30 + [429]
