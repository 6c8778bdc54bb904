"""Works out who claims are, one after the other as if each had come alone; pure but for what it is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aisance.customers.contracts import CustomerClaim, IdentifierKind, JudgedBy, Verdict
from aisance.customers.identity.judging import Found
from aisance.customers.identity.words import alike_names

type Key = tuple[str, str]
"""A kind and a stored value; the kind `record` is the source's own key."""

RECORD = "record"
RULE = "shared identifier"
_OWN = (IdentifierKind.EXTERNAL.value, RECORD)
"""What is one person's by its nature; an address or a telephone may be shared in a family."""


@dataclass(slots=True)
class Claiming:
    """Who the claims are.

    `owner` maps every key to a customer: an id, or minus the place (from 1) of a newcomer; `names` are those of the
    customers that are known. `gained` are the keys to add, `shared` the two customers where a claim named a key that
    belongs to somebody else.
    """

    owner: dict[Key, int]
    names: Mapping[int, str] = field(default_factory=dict)
    newcomers: list[CustomerClaim] = field(default_factory=list)
    gained: dict[Key, int] = field(default_factory=dict)
    contested: int = 0
    shared: dict[tuple[int, int], tuple[Key, str]] = field(default_factory=dict)

    def resolve(self, claim: CustomerClaim, keys: Sequence[Key]) -> int | None:
        """The customer whom the claim names: the first key known decides, unless its owner bears an unlike name.

        An address or a telephone of somebody with an unlike name decides only where the claim names nothing else.
        """
        if not keys:
            return None
        known = [key for key in keys if key in self.owner]
        who = next((self.owner[key] for key in known if not self._is_doubtful(claim, key)), None)
        if who is None and len(known) == len(keys):
            who = self.owner[known[0]]
        if who is None:
            self.newcomers.append(claim)
            who = -len(self.newcomers)
        for key in keys:
            if key not in self.owner:
                self.owner[key] = self.gained[key] = who
            elif self.owner[key] != who:
                self.contested += 1
                self.shared.setdefault((who, self.owner[key]), (key, claim.name))
        return who

    def _is_doubtful(self, claim: CustomerClaim, key: Key) -> bool:
        return key[0] not in _OWN and bool(claim.name) and not alike_names(claim.name, self._name(self.owner[key]))

    def _name(self, who: int) -> str:
        return self.newcomers[-who - 1].name if who < 0 else self.names.get(who, "")

    def judgements(self, ids: Mapping[int, int]) -> Iterator[Found]:
        """What follows for two customers who were named by one claim; `ids` gives the newcomers' own.

        They are one person, unless their names are unlike, which somebody has to look at.
        """
        for (one, other), ((kind, value), name) in self.shared.items():
            left, right = sorted((ids.get(one, one), ids.get(other, other)))
            alike = all(alike_names(a, b) for a, b in _pairs(name, self._name(one), self._name(other)))
            reason = {"rule": RULE, "kind": kind, "value": value, "names": "alike" if alike else "unlike"}
            verdict = Verdict.SAME if alike else Verdict.UNSURE
            yield Found(left, right, verdict, JudgedBy.RULE, None, RULE, reason)


def _pairs(*names: str) -> Iterator[tuple[str, str]]:
    known = [name for name in names if name]
    return ((a, b) for place, a in enumerate(known) for b in known[place + 1 :])


def to_be_named(wanted: Sequence[tuple[CustomerClaim, Sequence[Key]]], owner: Mapping[Key, int]) -> set[int]:
    """The customers whose names decide something: claims with a name that bring more than what is theirs already."""
    found: set[int] = set()
    for claim, keys in wanted:
        ids = {owner[key] for key in keys if key in owner}
        if len(ids) > 1 or (claim.name and ids and any(key not in owner for key in keys)):
            found |= ids
    return found
