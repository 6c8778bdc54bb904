"""Keeps the cubes of a fact in step with its parts, within the draft that changes these.

Of each month a cube has one file. It names the parts that it covers: while all of them are in force it stands, and the
parts that came since count row by row. Once these are many, a new file is summed from the old one and from them. Where
a covered part was written anew (a changed or erased row), the file stands no more and is summed from the parts again.
So no row is counted twice or forgotten, whatever happened between two steps.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from aisance.lake import duck, parquet
from aisance.lake.contracts import Cube, Fact
from aisance.lake.manifest import CubeFile, FactFiles, Part
from aisance.lake.registry import columns_of_cube
from aisance.lake.sources import DUCKDB, Source, pieces, standing, uncovered

YOUNG_ROWS = 5_000
# A month's file is written again when an eighth of its rows came since: so a row is summed a few times, not each time.
YOUNG_SHARE = 8

type NameFile = Callable[[str, int], str]


def with_cubes(fact: Fact, files: FactFiles, name_file: NameFile) -> FactFiles:
    """Drop the files that stand no more, and write those of months in which many rows are young."""
    held = [made for cube in fact.cubes for made in _of_months(fact, cube, files, name_file, _are_many)]
    return replace(files, cubes=tuple(held))


def with_month_covered(fact: Fact, files: FactFiles, month: int, name_file: NameFile) -> FactFiles:
    """Have the cubes that have a file of this month cover all its parts, before these are merged."""

    def wanted(young: list[Part], former: CubeFile | None, _covered: int) -> bool:
        return bool(young and former and former.month == month)

    held = [made for cube in fact.cubes for made in _of_months(fact, cube, files, name_file, wanted)]
    return replace(files, cubes=tuple(held))


def with_merged(files: FactFiles, merged: Iterable[str], into: str) -> FactFiles:
    """The cubes that covered all these parts cover the one that holds their rows now."""
    gone = {*merged}
    cubes = tuple(
        replace(cube, covers=(*(file for file in cube.covers if file not in gone), into))
        if gone <= {*cube.covers}
        else cube
        for cube in files.cubes
    )
    return replace(files, cubes=cubes)


def _are_many(young: list[Part], _former: CubeFile | None, covered: int) -> bool:
    return sum(part.rows for part in young) >= max(YOUNG_ROWS, covered // YOUNG_SHARE)


def _of_months(
    fact: Fact,
    cube: Cube,
    files: FactFiles,
    name_file: NameFile,
    wanted: Callable[[list[Part], CubeFile | None, int], bool],
) -> list[CubeFile]:
    """The files of one cube, one a month, written anew where it is `wanted`."""
    held = {made.month: made for made in standing(fact, cube, files)}
    months: dict[int, list[Part]] = defaultdict(list)
    for part in files.parts:
        months[part.month].append(part)
    for month, parts in months.items():
        former = held.get(month)
        young = uncovered(tuple(parts), [former] if former else [])
        covered = sum(part.rows for part in parts) - sum(part.rows for part in young)
        if wanted(young, former, covered):
            held[month] = _written(Source(fact, cube), files, former, young, name_file(cube.name, month))
    return [held[month] for month in sorted(held)]


def _written(source: Source, files: FactFiles, former: CubeFile | None, young: list[Part], file: str) -> CubeFile:
    cube = source.cube
    assert cube
    chosen = replace(files, parts=_parts(files, former, young), tail=None, cubes=(former,) if former else ())
    table = _summed(source, chosen)
    parquet.write_file(file, table)
    names = tuple(column.name for column in source.columns)
    covers = (*(former.covers if former else ()), *(part.file for part in young))
    return CubeFile(cube.name, young[0].month, file, table.num_rows, names, covers)


def _parts(files: FactFiles, former: CubeFile | None, young: list[Part]) -> tuple[Part, ...]:
    """The parts of the former file, by which it stands, and the young ones, which are read."""
    covered = {*former.covers} if former else set()
    return (*(part for part in files.parts if part.file in covered), *young)


def _summed(source: Source, files: FactFiles) -> Any:
    """The cells of a source that is a cube, each once."""
    assert source.cube
    keys = [column.name for column in columns_of_cube(source.fact, source.cube)][: len(source.cube.keys)]
    sums = [column for column in source.columns if column.name not in keys]
    rows = " UNION ALL ".join(duck.query(piece) for piece in pieces(source, files, DUCKDB))
    by = ", ".join(DUCKDB.name(name) for name in keys)
    select = ", ".join(DUCKDB.cast(f"sum({DUCKDB.name(column.name)})", column) for column in sums)
    return duck.table(f"SELECT {by}, {select} FROM ({rows}) GROUP BY {by} ORDER BY {by}")  # noqa: S608
