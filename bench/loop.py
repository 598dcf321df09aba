"""Two contenders: the loop that one writes first (select, mask with `hmac`, insert), and the same
with `executemany`, which sends many rows before it waits for an answer.

python -m bench.loop SOURCE TARGET [--batches]     (connection strings)
"""

from __future__ import annotations

import hmac
import sys
from itertools import islice
from typing import Any

import psycopg
from psycopg.types.json import set_json_loads

_KEY = bytes(range(32))
_BATCH = 1000
_INSERT = f"insert into users values ({', '.join(['%s'] * 11)})"


def main(source: str, target: str, *, batches: bool) -> None:
    set_json_loads(_as_it_is)
    with (
        psycopg.connect(source) as out,
        psycopg.connect(target) as into,
        out.cursor("users") as rows,
        into.cursor() as inserted,
    ):
        rows.itersize = _BATCH
        rows.execute("select * from users")
        while batch := list(islice(rows, _BATCH)):
            if batches:
                inserted.executemany(_INSERT, [masked(row) for row in batch])
            else:
                for row in batch:
                    inserted.execute(_INSERT, masked(row))


def masked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    number, email, first, last, phone, *others = row
    return (
        number,
        f"{_digest(email)}@example.com",
        _digest(first),
        _digest(last),
        _digest(phone),
        *others,
    )


def _as_it_is(json: str | bytes) -> str:
    return json if isinstance(json, str) else json.decode()


def _digest(text: str) -> str:
    return hmac.new(_KEY, text.encode(), "sha256").hexdigest()[:16]


if __name__ == "__main__":
    main(*sys.argv[1:3], batches="--batches" in sys.argv)
