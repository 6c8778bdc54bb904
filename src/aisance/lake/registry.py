"""The tables of facts that domains declared."""

from aisance.lake.contracts import Column, Cube, Fact

NEEDED = (Column("id", "int64"), Column("day", "date"), Column("recorded_at", "timestamp"))
MONTH = Column("month", "int32")
NUMERIC = ("int8", "int16", "int32", "int64", "float64")

FACTS: dict[str, Fact] = {}


def declare(fact: Fact) -> None:
    """Add a table of facts; declaring a name twice is a mistake."""
    if fact.name in FACTS:
        raise ValueError(f"The fact {fact.name} is declared twice.")
    if not fact.name.isidentifier():
        raise ValueError(f"The fact {fact.name!r} needs a plain name, since it becomes a table and a folder.")
    for cube in fact.cubes:
        _check_cube(fact, cube)
    FACTS[fact.name] = fact


def _check_cube(fact: Fact, cube: Cube) -> None:
    kinds = {column.name: column.type for column in columns_stored(fact)}
    if not cube.name.isidentifier() or sum(other.name == cube.name for other in fact.cubes) > 1:
        raise ValueError(f"A cube of {fact.name} needs a plain name of its own; {cube.name!r} is none.")
    if unknown := [name for name in (*cube.columns, *cube.measures) if name not in kinds]:
        raise ValueError(f"The cube {cube.name} of {fact.name} names {', '.join(unknown)}, which is no column.")
    if wrong := [name for name in cube.measures if kinds[name] not in NUMERIC]:
        raise ValueError(f"The cube {cube.name} of {fact.name} measures {', '.join(wrong)}, which is no number.")


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


def columns_of_cube(fact: Fact, cube: Cube) -> tuple[Column, ...]:
    """What the files of a cube hold: its keys, then the number of rows and the sums."""
    stored = {column.name: column for column in columns_stored(fact)}
    sums = ["cube_w", "cube_w2"] if "weight" in stored else []
    sums += [f"{measure}__{sum_of}" for measure in cube.measures for sum_of in ("n", "s", "ss")]
    numbers = (Column("cube_rows", "int64"), *(Column(name, "float64") for name in sums))
    return (*(stored[name] for name in cube.keys), *numbers)
