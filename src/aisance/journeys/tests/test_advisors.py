"""Naming advisors, who come with contacts as codes."""

from aisance.accounts.public import advisors_by_code, ensure_advisors
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from tests.cast import BY, Cast

PAGE = "/advisors/"


def test_a_supervisor_names_the_advisors_of_her_units_and_only_those(cast: Cast) -> None:
    units = {"a-1": "lille-a", "a-2": "lille-a", "b-1": "namur-a"}
    ids = ensure_advisors({code: cast.units[unit].pk for code, unit in units.items()} | {"x-1": None}, by=BY)
    samira, ada = cast.client(Role.SUPERVISOR), cast.client(Role.ADMINISTRATOR)

    def codes(query: str = "") -> list[str]:
        return [line[0].code for line in samira.get(PAGE + query).context["lines"]]

    assert codes() == ["a-1", "a-2"]
    assert len(ada.get(PAGE).context["lines"]) == 4
    sent = samira.post(PAGE, {f"advisor-{ids['a-1']}": " Inès Adam ", f"advisor-{ids['a-2']}": ""}, follow=True)
    assert "1 advisor has a name now." in sent.content.decode()
    entry = AuditEntry.objects.get(action="advisors.named")
    assert (entry.actor_name, entry.changes) == ("Samira Haddad", {"codes": ["a-1"]})
    assert (codes(), codes("?all=1")) == (["a-2"], ["a-1", "a-2"])

    foreign = samira.post(PAGE, {f"advisor-{ids['b-1']}": "Karim", f"advisor-{ids['a-2']}": "Maud"})
    too_long = samira.post(PAGE, {f"advisor-{ids['a-2']}": "x" * 121})
    assert (foreign.status_code, too_long.status_code) == (404, 422)
    named = {code: card.name for code, card in advisors_by_code(ids).items()}
    assert named == {"a-1": "Inès Adam", "a-2": "a-2", "b-1": "b-1", "x-1": "x-1"}
