"""The tables of facts that domains declared."""

from aisance.lake.contracts import Column, Fact

NEEDED = (Column("id", "int64"), Column("day", "date"), Column("recorded_at", "timestamp"))
MONTH = Column("month", "int32")

FACTS: dict[str, Fact] = {}


def declare(fact: Fact) -> None:
    """Add a table of facts; declaring a name twice is a mistake."""
    if fact.name in FACTS:
        raise ValueError(f"The fact {fact.name} is declared twice.")
    if not fact.name.isidentifier():
        raise ValueError(f"The fact {fact.name!r} needs a plain name, since it becomes a table and a folder.")
    FACTS[fact.name] = fact


def declared(name: str) -> Fact:
    """The fact of this name; LookupError when there is none."""
    try:
        return FACTS[name]
    except KeyError:
        raise LookupError(f"No fact is called {name}; there are {', '.join(sorted(FACTS)) or 'none'}.") from None


def columns_read(fact: Fact) -> tuple[Column, ...]:
    """What is read from the database: the declared columns, and id, day and recorded_at where they are not declared."""
    names = {column.name for column in fact.columns}
    return (*fact.columns, *(column for column in NEEDED if column.name not in names))


def columns_stored(fact: Fact) -> tuple[Column, ...]:
    """What the files hold: the columns read, and the month."""
    return (*columns_read(fact), MONTH)
