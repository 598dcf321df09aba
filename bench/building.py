"""`python -m bench build`: databases built from DDL, and large ones read and planned."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bench import report, rounds
from bench.builders import PSQL, Project
from confiture.pg import embedded


@click.command()
@click.option("--files", type=click.IntRange(1), default=300, show_default=True,
              help="DDL files, one object each, of ten revisions in the long history.")  # fmt: skip
@click.option("--tables", type=click.IntRange(1), default=1000, show_default=True,
              help="Of the schema that is only read and planned.")  # fmt: skip
@click.option("--pairs", type=click.IntRange(1), default=5, show_default=True, metavar="K",
              help="Rounds; in each, every contender runs once.")  # fmt: skip
@click.option("--json", "output", type=click.Path(path_type=Path), metavar="FILE",
              help="Where the figures go; default bench/results/build.json.")  # fmt: skip
@click.option("--only", multiple=True, metavar="WORD", help="Contenders with this in their name.")
def build(files: int, tables: int, pairs: int, output: Path | None, only: tuple[str, ...]) -> None:
    """Build one schema with every contender, and compare; read and plan a large one.

    \b
    Examples:
      python -m bench build
      python -m bench build --files 40 --tables 100 --pairs 1
      python -m bench build --only psql --only confiture
    """
    with rounds.workplace() as root, embedded.lease(root) as server:
        project = Project(root, server, files, tables)
        project.write()
        fresh = project.fresh()
        builders = rounds.wanted(project.builders(fresh), only)
        built = list(rounds.measured(builders, root, pairs))
        # Afterwards, since builders drop the templates that plans read.
        read = list(rounds.measured(rounds.wanted(project.readers(), only), root, pairs))
        conditions = rounds.conditions(server)
    for line in (
        *report.table(built, PSQL),
        *report.table(read),
        *report.reached([*built, *read], project.goals()),
    ):
        click.echo(line)
    if built:
        click.echo(f"every database that was built held the same {len(fresh.expected):,} objects")
    document = {"files": files, "tables": tables, "runs": [asdict(run) for run in (*built, *read)]}
    rounds.write(output, "build", conditions | document)
