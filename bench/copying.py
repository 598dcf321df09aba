"""`python -m bench copy`: one table copied by every contender."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bench import report, rounds
from bench.contenders import (
    COUNTED,
    LOOP,
    LOOP_COPY,
    LOOP_MANY,
    PIPE,
    PSQL,
    SYNC,
    UNMASKED,
    contenders,
    prepare,
)
from bench.servers import pair

COMPARED = (
    (PIPE, PSQL),
    (SYNC, PSQL),
    (SYNC, COUNTED),
    (PIPE, UNMASKED),
    *((SYNC, loop) for loop in (LOOP, LOOP_MANY, LOOP_COPY)),
)


@click.command()
@click.option("--rows", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--pairs", type=click.IntRange(1), default=5, show_default=True, metavar="K",
              help="Rounds; in each, every contender runs once.")  # fmt: skip
@click.option("--json", "output", type=click.Path(path_type=Path), metavar="FILE",
              help="Where the figures go; default bench/results/ROWS.json.")  # fmt: skip
@click.option("--only", multiple=True, metavar="WORD", help="Contenders with this in their name.")
def copy(rows: int, pairs: int, output: Path | None, only: tuple[str, ...]) -> None:
    """Copy one table with every contender, and compare.

    \b
    Examples:
      python -m bench copy
      python -m bench copy --rows 5000000 --pairs 7 --only pipe --only psql
    """
    with rounds.workplace() as root:
        prepare(root)
        click.echo(f"making {rows:,} rows …", err=True)
        with pair(root, rows) as databases:
            chosen = rounds.wanted(contenders(databases), only)
            runs = list(rounds.measured(chosen, root, pairs))
            conditions = rounds.conditions(databases.server)
    ratios = report.ratios(runs, COMPARED)
    for line in report.table(runs, PSQL, rows=rows):
        click.echo(line)
    for found in ratios:
        click.echo(f"{found.contender}: {found.median:.2f} × the speed of {found.against}")
    conditions |= {"rows": rows, "table_bytes": databases.bytes}
    document = {"runs": list(map(asdict, runs)), "ratios": list(map(asdict, ratios))}
    rounds.write(output, str(rows), conditions | document)
