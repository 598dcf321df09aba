"""The kinds of steps, one per module; importing this package registers them all."""

from confiture.steps import (
    check,
    copy_table,
    database,
    keys,
    proofs,
    run_file,
    run_sql,
    seed,
    settle,
    snapshot,
)

__all__ = [
    "check",
    "copy_table",
    "database",
    "keys",
    "proofs",
    "run_file",
    "run_sql",
    "seed",
    "settle",
    "snapshot",
]
