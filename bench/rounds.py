"""Rounds of whole commands, in which every contender runs in turn."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from bench.report import Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from confiture.pg.embedded import Server

CHECKOUT = Path(__file__).parents[1]
CONFITURE = (sys.executable, "-c", "from confiture.cli import main; main()")


@dataclass(frozen=True)
class Contender:
    """A pipeline of programs. `prepare` runs before each of its runs, and `check` after it, which
    raises where the run did not do what it should; `rounds` limits how often it runs."""

    name: str
    pipeline: tuple[tuple[str, ...], ...]
    prepare: Callable[[], None]
    check: Callable[[], None]
    rounds: int | None = None


def wanted(contenders: Iterable[Contender], only: tuple[str, ...]) -> list[Contender]:
    """Those that have one of the words in their name; all of them, where there are no words."""
    return [one for one in contenders if not only or any(word in one.name for word in only)]


@contextmanager
def workplace() -> Iterator[Path]:
    """A directory for as long as the block lasts."""
    with TemporaryDirectory(prefix="confiture-bench-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)  # the server's account, where we are root, must get in
        yield root


def measured(chosen: Sequence[Contender], root: Path, rounds: int) -> Iterator[Measured]:
    """Every other round backwards, so that nobody always runs behind the same other."""
    for number in range(rounds):
        for contender in chosen if number % 2 == 0 else chosen[::-1]:
            if contender.rounds is not None and number >= contender.rounds:
                continue
            contender.prepare()
            run = _measure(contender, number, root)
            contender.check()
            click.echo(f"round {number + 1}: {contender.name} {run.seconds:.2f} s", err=True)
            yield run


def conditions(server: Server) -> dict[str, Any]:
    return {
        "postgresql": server.binaries.version,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }


def write(output: Path | None, name: str, document: dict[str, Any]) -> None:
    """The figures as JSON, by default among the bench's results."""
    target = output or CHECKOUT / "bench" / "results" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    click.echo(f"wrote {target}", err=True)


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
