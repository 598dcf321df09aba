"""One snapshot: what writers do during a sync is in the target as a whole or not at all."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .syncing import Pair, Place

ACCOUNTS = 2_000
WRITERS = 3
SCHEMA = """
create table accounts (id int primary key, balance bigint not null, moves int not null default 0);
create table transfers (
  id bigint generated always as identity primary key, giver int references accounts,
  taker int references accounts, amount int not null);
create table bulk (id int primary key, filler text);
"""
ROWS = f"""
insert into accounts select i, 1000 from generate_series(1, {ACCOUNTS}) i;
insert into bulk select i, repeat(md5(i::text), 20) from generate_series(1, 60000) i;
"""
# Rows are locked in the order of their ids, so that writers do not deadlock.
TRANSFER = """
with pair as (select 1 + floor(random() * 1999)::int as low, 1 + floor(random() * 99)::int as x),
     gave as (update accounts a set balance = balance - x, moves = moves + 1
                from pair where a.id = low returning a.id),
     took as (update accounts a set balance = balance + x, moves = moves + 1
                from pair where a.id = low + 1 returning a.id)
insert into transfers (giver, taker, amount)
  select gave.id, took.id, x from pair, gave, took
"""
SUMS = """
select (select sum(balance) from accounts), (select sum(moves) from accounts),
       (select count(*) from transfers),
       (select count(*) from accounts a
         where balance <> 1000
               + coalesce((select sum(amount) from transfers t where t.taker = a.id), 0)
               - coalesce((select sum(amount) from transfers t where t.giver = a.id), 0))
"""


def _write(source: Place, ended: threading.Event, done: list[int]) -> None:
    with source.connect() as connection:
        connection.execute("set synchronous_commit = off")
        count = 0
        while not ended.is_set():
            connection.execute(TRANSFER)
            count += 1
        done.append(count)


def test_target_is_one_snapshot(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run(SCHEMA)
    pair.source.run(ROWS)
    plan = pair.plan('workers = 3\nkeep others because "money has no name"\nverify constraints')
    ended, done = threading.Event(), list[int]()
    writers = [
        threading.Thread(target=_write, args=(pair.source, ended, done)) for _ in range(WRITERS)
    ]
    begun = time.monotonic()
    for writer in writers:
        writer.start()
    try:
        time.sleep(0.5)
        before = pair.source.one("select count(*) from transfers")
        pair.apply(plan)
        after = pair.source.one("select count(*) from transfers")
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    rate = sum(done) / (time.monotonic() - begun)
    total, moves, transfers, wrong = pair.target.rows(SUMS)[0]
    assert (total, wrong) == (1000 * ACCOUNTS, 0)
    assert moves == 2 * transfers
    assert before < transfers < after
    assert rate >= 500
