"""What a name in a query stands for: the rows of a fact, or a cube of it, as pieces of Parquet files and columns.

A cube is its files, and beside them every row of the parts that these do not cover, as a cell of one row. So a cube is
complete at every moment, however young a row is, and adds up to what the rows add up to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aisance.lake.contracts import Column, Cube, Fact
from aisance.lake.manifest import CubeFile, FactFiles, Part
from aisance.lake.registry import columns_of_cube, columns_stored

SMALL_ROWS = 5_000
"""A part with fewer rows than this is soon merged with others."""
SHARE = Column("of_share", "int8")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes a name, and calls the types."""

    quote: str
    types: dict[str, str]

    def name(self, name: str) -> str:
        return f"{self.quote}{name}{self.quote}"

    def cast(self, value: str, column: Column) -> str:
        return f"CAST({value} AS {self.types[column.type]}) AS {self.name(column.name)}"


DUCKDB = Dialect(
    '"',
    {
        "int8": "TINYINT",
        "int16": "SMALLINT",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "float64": "DOUBLE",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "string": "VARCHAR",
        "code": "VARCHAR",
    },
)
SPARK = Dialect("`", {**DUCKDB.types, "timestamp": "TIMESTAMP_NTZ", "string": "STRING", "code": "STRING"})


@dataclass(frozen=True, slots=True)
class Source:
    """A table that can be read: the rows of a fact, or one of its cubes."""

    fact: Fact
    cube: Cube | None = None
    shared: bool = False
    """With a column that tells of which of several shares of the files a row is."""

    @property
    def name(self) -> str:
        name = f"{self.fact.name}__{self.cube.name}" if self.cube else self.fact.name
        return f"{name}__{SHARE.name}" if self.shared else name

    @property
    def columns(self) -> tuple[Column, ...]:
        columns = columns_of_cube(self.fact, self.cube) if self.cube else columns_stored(self.fact)
        return (*columns, SHARE) if self.shared else columns


@dataclass(frozen=True, slots=True)
class Piece:
    """Files of one kind, and the expressions that give the columns of the source from them."""

    files: tuple[str, ...]
    select: tuple[str, ...]


def pieces(source: Source, files: FactFiles, dialect: Dialect, share: int = 0) -> list[Piece]:
    """The pieces that together are the source, or the share of it that these files are; none where there are none."""
    if source.shared:
        mark = dialect.cast(str(share), SHARE)
        held = pieces(replace(source, shared=False), files, dialect)
        return [replace(piece, select=(*piece.select, mark)) for piece in held]
    rows = _rows_select(source, files, dialect)
    if not source.cube:
        found = [Piece(tuple(files.files), rows)]
    else:
        covering = standing(source.fact, source.cube, files)
        names = tuple(dialect.cast(dialect.name(column.name), column) for column in source.columns)
        young = [part.file for part in uncovered(files.parts, covering)] + ([files.tail.file] if files.tail else [])
        found = [Piece(tuple(cube.file for cube in covering), names), Piece(tuple(young), rows)]
    return [piece for piece in found if piece.files]


@dataclass(frozen=True, slots=True)
class Share:
    """Some of the files of a fact, and their names: what was read of them holds for as long as these are the same."""

    files: FactFiles
    names: tuple[str, ...]


def shares(source: Source, files: FactFiles) -> tuple[Share, Share, Share]:
    """The settled files of the months before the newest, those of the newest, and what came lately. They are all.

    So sums over two years need not be read again because one row came.
    """
    settled, late = _settled_and_late(source, files)
    held = settled.files
    newest = max((part.month for part in held.parts), default=0)
    before, since = (
        replace(
            held,
            parts=tuple(part for part in held.parts if (part.month == newest) == wanted),
            cubes=tuple(cube for cube in held.cubes if (cube.month == newest) == wanted),
        )
        for wanted in (False, True)
    )
    return _share(source, before), _share(source, since), late


def _settled_and_late(source: Source, files: FactFiles) -> tuple[Share, Share]:
    """What stays for long, and the small parts that came lately with the tail. Together they are the source."""
    covering = standing(source.fact, source.cube, files) if source.cube else []
    late = {part.file for part in uncovered(files.parts, covering) if part.rows < SMALL_ROWS}
    # Without what changes with each generation, so that they are equal as long as their files are the same.
    rest = replace(files, watermark=0, generation=0, seen=None, cubes=())
    settled = tuple(part for part in files.parts if part.file not in late)
    return (
        _share(source, replace(rest, parts=settled, tail=None, cubes=tuple(covering))),
        _share(source, replace(rest, parts=tuple(part for part in files.parts if part.file in late))),
    )


def _share(source: Source, files: FactFiles) -> Share:
    """A share, named by the files that are read of it: not by parts that a cube covers."""
    loose = [part.file for part in uncovered(files.parts, list(files.cubes))]
    return Share(files, (*(cube.file for cube in files.cubes), *loose, *([files.tail.file] if files.tail else [])))


def nothing(source: Source, dialect: Dialect) -> str:
    """A query that gives the source's columns and no row."""
    return f"SELECT {', '.join(dialect.cast('NULL', column) for column in source.columns)} WHERE false"


def standing(fact: Fact, cube: Cube, files: FactFiles) -> list[CubeFile]:
    """The files of a cube that hold what it is declared to hold, of parts that are all in force."""
    names = tuple(column.name for column in columns_of_cube(fact, cube))
    parts = {part.file for part in files.parts}
    return [
        held for held in files.cubes if held.cube == cube.name and held.columns == names and parts >= {*held.covers}
    ]


def uncovered(parts: tuple[Part, ...], covering: list[CubeFile]) -> list[Part]:
    """The parts of which these files hold nothing."""
    covered = {file for cube in covering for file in cube.covers}
    return [part for part in parts if part.file not in covered]


def rows_to_read(source: Source, files: FactFiles) -> int:
    """How many stored rows a reading of the source goes through."""
    if not source.cube:
        return files.rows
    covering = standing(source.fact, source.cube, files)
    young = sum(part.rows for part in uncovered(files.parts, covering)) + (files.tail.rows if files.tail else 0)
    return young + sum(cube.rows for cube in covering)


def _rows_select(source: Source, files: FactFiles, dialect: Dialect) -> tuple[str, ...]:
    """The source's columns from rows of the fact.

    A column that the files do not have yet (they were written by an earlier release) is null until the next pull.
    """
    held = {name for name, _ in files.columns}
    value: Callable[[str], str] = lambda name: dialect.name(name) if name in held else "NULL"  # noqa: E731
    return tuple(dialect.cast(_of_one_row(column.name, value), column) for column in source.columns)


def _of_one_row(name: str, value: Callable[[str], str]) -> str:
    """What one row adds to a column of a cube; for any other column, its value."""
    weight = f"COALESCE({value('weight')}, 1)"
    fixed = {"cube_rows": "1", "cube_w": weight, "cube_w2": f"{weight} * {weight}"}
    if name in fixed:
        return fixed[name]
    measure, mark, sum_of = name.rpartition("__")
    if not mark or sum_of not in {"n", "s", "ss"}:
        return value(name)
    number = f"CAST({value(measure)} AS DOUBLE)"
    sums = {"n": f"CASE WHEN {number} IS NULL THEN 0 ELSE 1 END", "s": f"COALESCE({number}, 0)"}
    return sums.get(sum_of, f"COALESCE({number} * {number}, 0)")
