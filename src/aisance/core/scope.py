"""Which units somebody may see. Fails closed: an empty scope sees nothing.

Units form a tree; each has a path such as `/1/4/9/` that begins with its parent's path. A scope is a set of
such paths and covers everything below them.
"""

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Scope:
    """The subtrees of units that somebody may see."""

    paths: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether the unit with this path lies in one of the subtrees."""
        return any(path.startswith(prefix) for prefix in self.paths)

    def rows(self, field: str = "unit") -> Q:
        """A condition that keeps the rows whose unit (foreign key `field`) lies in the scope."""
        condition = Q(pk__in=[])
        for prefix in self.paths:
            condition |= Q(**{f"{field}__path__startswith": prefix})
        return condition

    def units(self) -> Q:
        """The same condition on the table of units itself."""
        condition = Q(pk__in=[])
        for prefix in self.paths:
            condition |= Q(path__startswith=prefix)
        return condition


EVERYTHING = Scope(("/",))
NOTHING = Scope()
