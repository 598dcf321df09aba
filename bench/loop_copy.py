"""A contender: psycopg's COPY in a loop over rows.

python -m bench.loop_copy SOURCE TARGET            (connection strings)
"""

from __future__ import annotations

import sys

import psycopg

from bench.loop import masked


def main(source: str, target: str) -> None:
    with (
        psycopg.connect(source) as out,
        psycopg.connect(target) as into,
        out.cursor().copy("copy users to stdout") as rows,
        into.cursor().copy("copy users from stdin") as copied,
    ):
        for row in rows.rows():
            copied.write_row(masked(row))


if __name__ == "__main__":
    main(*sys.argv[1:3])
