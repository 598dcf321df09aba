"""The command line of the bench."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bench import report
from bench.contenders import (
    COUNTED,
    LOOP,
    LOOP_COPY,
    LOOP_MANY,
    PIPE,
    PSQL,
    SYNC,
    UNMASKED,
    Contender,
    contenders,
    prepare,
)
from bench.report import Measured
from bench.servers import Pair, pair

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[1]
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
def main(rows: int, pairs: int, output: Path | None, only: tuple[str, ...]) -> None:
    """Copy one table with every contender, and compare.

    \b
    Examples:
      python -m bench
      python -m bench --rows 5000000 --pairs 7 --only pipe --only psql
    """
    with tempfile.TemporaryDirectory(prefix="confiture-bench-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)  # the server's account, where we are root, must get in
        prepare(root)
        click.echo(f"making {rows:,} rows …", err=True)
        with pair(root, rows) as databases:
            chosen = [c for c in contenders(databases.server) if _wanted(c, only)]
            runs = list(_rounds(databases, chosen, root, pairs))
            conditions = _conditions(databases)
    ratios = report.ratios(runs, COMPARED)
    for line in report.table(runs, rows, PSQL):
        click.echo(line)
    for found in ratios:
        click.echo(f"{found.contender}: {found.median:.2f} × the speed of {found.against}")
    target = output or CHECKOUT / "bench" / "results" / f"{rows}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    measured = {"runs": list(map(asdict, runs)), "ratios": list(map(asdict, ratios))}
    target.write_text(json.dumps(conditions | measured, indent=2) + "\n", encoding="utf-8")
    click.echo(f"wrote {target}", err=True)


def _wanted(contender: Contender, only: tuple[str, ...]) -> bool:
    return not only or any(word in contender.name for word in only)


def _rounds(
    databases: Pair, chosen: list[Contender], root: Path, rounds: int
) -> Iterator[Measured]:
    """Every other round backwards, so that nobody always runs behind the same other."""
    for number in range(rounds):
        for contender in chosen if number % 2 == 0 else chosen[::-1]:
            if contender.rounds is not None and number >= contender.rounds:
                continue
            databases.empty_target()
            measured = _measure(contender, number, root)
            databases.check(masked=contender.masked)
            click.echo(f"round {number + 1}: {contender.name} {measured.seconds:.2f} s", err=True)
            yield measured


def _measure(contender: Contender, number: int, root: Path) -> Measured:
    command = [sys.executable, "-I", "-S", str(CHECKOUT / "bench" / "measure.py")]
    path = os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [*command, json.dumps(contender.pipeline)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{contender.name} did not finish")
    found = json.loads(done.stdout)
    return Measured(
        contender.name, number, found["seconds"], found["processor"], int(found["peak"])
    )


def _conditions(databases: Pair) -> dict[str, Any]:
    return {
        "rows": databases.rows,
        "table_bytes": databases.bytes,
        "postgresql": databases.server.binaries.version,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }


if __name__ == "__main__":
    main()
