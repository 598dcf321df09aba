"""Who copies the table, and the programs that do it."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING

from bench.rounds import CONFITURE, Contender
from bench.servers import SOURCE, TARGET

if TYPE_CHECKING:
    from pathlib import Path

    from bench.servers import Pair

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


def contenders(databases: Pair) -> tuple[Contender, ...]:
    server = databases.server
    source, target = server.dsn(SOURCE), server.dsn(TARGET)
    psql = str(server.psql_path)
    python = sys.executable
    ends = (json.dumps(server.conninfo(name)) for name in (SOURCE, TARGET))
    pipe = (python, "-m", "bench.pipe", *ends)
    copy_out = (psql, "-Xqd", source, "-c", "copy users to stdout (format binary)")
    copy_in = (psql, "-Xqd", target, "-c", "copy users from stdin (format binary)")
    counted = (*copy_in, "-c", "analyze users", "-c", "select count(*) from users")
    apply = (*CONFITURE, "apply", "--yes")
    loop = (python, "-m", "bench.loop", source, target)
    loop_copy = (python, "-m", "bench.loop_copy", source, target)
    plain = partial(
        Contender,
        prepare=databases.empty_target,
        check=partial(databases.check, masked=False),
    )
    masked = partial(
        Contender,
        prepare=databases.empty_target,
        check=partial(databases.check, masked=True),
    )
    return (
        plain(PSQL, (copy_out, copy_in)),
        plain(COUNTED, (copy_out, counted)),
        plain(UNMASKED, (pipe,)),
        masked(PIPE, ((*pipe, "--masked"),)),
        masked(SYNC, ((*apply, "copy.conf"),)),
        masked(PROVEN, ((*apply, "prove.conf"),)),
        masked(LOOP, (loop,), rounds=1),
        masked(LOOP_MANY, ((*loop, "--batches"),), rounds=1),
        masked(LOOP_COPY, (loop_copy,), rounds=2),
    )


def prepare(root: Path) -> None:
    """The project that Confiture runs in."""
    (root / "copy.conf").write_text(CONF % "counts", encoding="utf-8")
    proofs = "counts and constraints and masks"
    (root / "prove.conf").write_text(CONF % proofs, encoding="utf-8")
