"""Who copies the table, and the programs that do it."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.servers import SOURCE, TARGET

if TYPE_CHECKING:
    from pathlib import Path

    from confiture.pg.embedded import Server

PSQL = "psql | psql"
COUNTED = "psql | psql, counted"
UNMASKED = "pipe"
PIPE = "pipe, masked"
SYNC = "confiture, masked"
PROVEN = "confiture, masked and all proven"
LOOP = "Python loop, masked"
LOOP_MANY = "Python executemany loop, masked"
LOOP_COPY = "Python COPY loop, masked"

CONF = f"""\
secret masking_key = file(".confiture/masking.key", create = true)
environment {SOURCE} {{ embedded = "{SOURCE}" }}
environment {TARGET} {{ embedded = "{TARGET}" }}
recipe bench {{
  accept data-loss on {TARGET}
  sync {SOURCE} into {TARGET} {{
    key = masking_key
    take users
    mask users {{
      email with email
      first_name with name(part = "first")
      last_name with name(part = "last")
      phone with phone
    }}
    keep others because "a bench"
    verify %s
  }}
}}
"""
_CONFITURE = "from confiture.cli import main; main()"


@dataclass(frozen=True)
class Contender:
    """A pipeline of programs. `rounds` limits how often it runs."""

    name: str
    pipeline: tuple[tuple[str, ...], ...]
    masked: bool
    rounds: int | None = None


def contenders(server: Server) -> tuple[Contender, ...]:
    source, target = server.dsn(SOURCE), server.dsn(TARGET)
    psql = str(server.psql_path)
    python = sys.executable
    ends = (json.dumps(server.conninfo(name)) for name in (SOURCE, TARGET))
    pipe = (python, "-m", "bench.pipe", *ends)
    copy_out = (psql, "-Xqd", source, "-c", "copy users to stdout (format binary)")
    copy_in = (psql, "-Xqd", target, "-c", "copy users from stdin (format binary)")
    counted = (*copy_in, "-c", "analyze users", "-c", "select count(*) from users")
    apply = (python, "-c", _CONFITURE, "apply", "--yes")
    loop = (python, "-m", "bench.loop", source, target)
    loop_copy = (python, "-m", "bench.loop_copy", source, target)
    return (
        Contender(PSQL, (copy_out, copy_in), masked=False),
        Contender(COUNTED, (copy_out, counted), masked=False),
        Contender(UNMASKED, (pipe,), masked=False),
        Contender(PIPE, ((*pipe, "--masked"),), masked=True),
        Contender(SYNC, ((*apply, "copy.conf"),), masked=True),
        Contender(PROVEN, ((*apply, "prove.conf"),), masked=True),
        Contender(LOOP, (loop,), masked=True, rounds=1),
        Contender(LOOP_MANY, ((*loop, "--batches"),), masked=True, rounds=1),
        Contender(LOOP_COPY, (loop_copy,), masked=True, rounds=2),
    )


def prepare(root: Path) -> None:
    """The project that Confiture runs in."""
    (root / "copy.conf").write_text(CONF % "counts", encoding="utf-8")
    proofs = "counts and constraints and masks"
    (root / "prove.conf").write_text(CONF % proofs, encoding="utf-8")
