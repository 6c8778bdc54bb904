"""The pages of segments, imports and webhooks in a real browser."""

from typing import Literal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aisance.accounts.webhooks.services import add_webhook
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import ImportRun
from aisance.customers.public import find_or_add_customers
from aisance.customers.segments.services import declare_segment
from aisance.customers.tasks import bring_in
from tests.cast import BY, Cast
from tests.test_accessibility import _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

BUILDER = "/customers/segments/new?c0=all.purchases&c0-min=2&c0-days=365&c1=none.identifier&c1-identifier=phone"
WRONG = "/customers/segments/new?c0=all.purchases&c0-min=5&c0-max=2"
FILE = b"email;name;amount\nana@example.org;Ana;1\nnew@example.org;New;2\nnobody;Bad;3\n"


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "dark"), ("en", 1440, "light")])
def test_pages_meet_wcag_and_fit_their_screen(
    cast: Cast, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "ana@example.org"}, "Ana")], by=BY)
    conditions = {"all": [{"kind": "identifier", "identifier": "email"}]}
    declare_segment(code="known", names={"en": "Known", "fr": "Connus"}, purpose="x", conditions=conditions, by=BY)
    hook, _secret = add_webhook(name="CRM", url="https://crm.example.org/", kinds=["purchases.recorded"], by=BY)
    manager = cast.client(Role.MANAGER)
    for _draft in range(2):
        file = SimpleUploadedFile("clients.csv", FILE)
        manager.post("/customers/import/", {"kind": "customers", "file": file})
    done, draft = ImportRun.objects.order_by("pk").values_list("pk", flat=True)
    manager.post(f"/customers/import/{done}/begin")
    bring_in()
    manager.get("/customers/import/")  # which says that it has begun
    segments = ("", "known/", "known/customers/")
    imports = ("", f"{draft}/", f"{done}/undo")
    staff = [BUILDER, WRONG, *(f"/customers/segments/{page}" for page in segments)]
    pages = {
        **rendered(manager, (*staff, *(f"/customers/import/{page}" for page in imports)), language),
        **rendered(
            cast.client(Role.ADMINISTRATOR),
            tuple(f"/administration/webhooks/{page}" for page in ("", f"{hook.pk}/")),
            language,
        ),
    }

    assert {page.status for page in pages.values()} == {200, 422}
    assert _complaints_about(pages, width, scheme) == ""
