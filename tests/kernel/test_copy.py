"""The pipe between two sessions of a real server."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING, Literal

import pytest

from confiture._kernel import (
    Cancelled,
    CopyResult,
    DatabaseError,
    KernelError,
    Mask,
    Progress,
    collect,
    copy,
    count_members,
)

from .conftest import Connect, Pair, mask

if TYPE_CHECKING:
    from collections.abc import Sequence

Format = Literal["binary", "text"]
FORMATS = pytest.mark.parametrize("form", ["binary", "text"])

PEOPLE = """
CREATE TABLE people (id bigint PRIMARY KEY, email text, phone text, note text);
INSERT INTO people
SELECT n, nullif('user' || n || '@corp.test', 'user7@corp.test'),
       CASE WHEN n % 100 = 0 THEN 'unknown' ELSE '+44 20 ' || to_char(n, 'FM00000000') END,
       E'tab\\there\\nbackslash \\\\ and ' || n
FROM generate_series(1, 5000) AS n;
CREATE TABLE people_copy (LIKE people INCLUDING ALL)
"""
ENDLESS = "(SELECT generate_series(1, 1000000000)::text)"


def run(  # noqa: PLR0917 (shorter calls below)
    pair: Pair,
    source: str,
    target: str,
    form: Format,
    masks: Sequence[Mask | None],
    progress: Progress | None = None,
) -> CopyResult:
    return copy(
        pair.source,
        pair.target,
        f"COPY {source} TO STDOUT (FORMAT {form})",
        f"COPY {target} FROM STDIN (FORMAT {form})",
        format=form,
        masks=masks,
        progress=progress,
    )


def value(pair: Pair, sql: str) -> str | None:
    return pair.source.query(sql)[0][0]


@FORMATS
def test_rows_arrive_masked(pair: Pair, form: Format) -> None:
    pair.source.query(PEOPLE)
    progress = Progress()
    masks = [None, mask("email"), mask("phone"), None]
    result = run(pair, "people", "people_copy", form, masks, progress)
    assert (result.rows, result.masked, result.unparsed) == (5000, 9999, 50)
    assert (progress.rows, progress.bytes) == (5000, result.bytes_read)
    same = "SELECT count(*) FROM people p JOIN people_copy c USING (id, note)"
    assert value(pair, same) == "5000"
    assert value(pair, "SELECT count(DISTINCT email) FROM people_copy") == "4999"
    assert value(pair, "SELECT id FROM people_copy WHERE email IS NULL") == "7"
    for column in ("email", "phone"):
        kept = f"SELECT count(*) FROM people p JOIN people_copy c USING (id, {column})"
        assert value(pair, kept) == "0"


@FORMATS
def test_no_mask_changes_nothing(pair: Pair, form: Format) -> None:
    pair.source.query("""
        CREATE TABLE t (a int, b numeric, c timestamptz, d jsonb, e bytea, f int[], g interval,
                        h text, i inet, j daterange);
        INSERT INTO t VALUES
          (1, 'NaN', 'infinity', '{"a": [1, null]}', '\\x00ff', '{{1,2},{3,null}}', '1 mon -1 day',
           E'\\\\N', '::1/64', '[2020-01-01,)'),
          (null, 1e-20, '-infinity', 'null', '', '{}', '0', '', '1.2.3.4', 'empty'),
          (null, null, null, null, null, null, null, null, null, null);
        CREATE TABLE u (LIKE t)""")
    result = run(pair, "t", "u", form, [None] * 10)
    assert (result.rows, result.masked) == (3, 0)
    assert result.bytes_read == result.bytes_written
    missing = "SELECT count(*) FROM (SELECT t::text FROM t EXCEPT SELECT u::text FROM u) AS d"
    assert value(pair, missing) == "0"


@FORMATS
def test_empty_tables_and_no_columns(pair: Pair, form: Format) -> None:
    pair.source.query(
        "CREATE TABLE t (a text); CREATE TABLE u (LIKE t); CREATE TABLE none ();"
        "INSERT INTO none DEFAULT VALUES; CREATE TABLE none2 ()"
    )
    assert run(pair, "t", "u", form, [mask("hash")]).rows == 0
    assert run(pair, "none", "none2", form, []).rows == 1


@FORMATS
def test_one_value_of_many_megabytes(pair: Pair, form: Format) -> None:
    pair.source.query(
        "CREATE TABLE t (a text, b text); CREATE TABLE u (LIKE t);"
        "INSERT INTO t SELECT repeat(E'x\\n', 15000000), 'b'"
    )
    run(pair, "t", "u", form, [None, mask("hash")])
    assert value(pair, "SELECT count(*) FROM t JOIN u USING (a)") == "1"
    pair.source.query("TRUNCATE u")
    run(pair, "t", "u", form, [mask("partial"), None])
    assert value(pair, "SELECT length(a) FROM u WHERE a ~ '^[*]+$'") == "30000000"


def test_the_transactions_are_the_callers(pair: Pair) -> None:
    pair.source.query(PEOPLE)
    pair.source.query("BEGIN ISOLATION LEVEL REPEATABLE READ")
    snapshot = value(pair, "SELECT pg_export_snapshot()")
    pair.target.query("BEGIN")
    pair.target.query("INSERT INTO people VALUES (0)")
    assert run(pair, "people", "people_copy", "binary", [None] * 4).rows == 5000
    pair.target.query("ROLLBACK")
    pair.source.query("COMMIT")
    assert snapshot
    assert value(pair, "SELECT count(*) FROM people_copy") == "0"


@pytest.mark.parametrize(
    ("setup", "source", "target", "side", "sqlstate", "column"),
    [
        ("", "missing", "u", "source", "42P01", None),
        ("", "t", "missing", "target", "42P01", None),
        ("", "(SELECT 1 / (n - 900000) || 'x' FROM generate_series(1, 1000000) n)", "u", "source",
         "22012", None),
        ("ALTER TABLE u ADD UNIQUE (a); INSERT INTO u VALUES ('secret')", "t", "u", "target",
         "23505", None),
        ("ALTER TABLE u ALTER a TYPE varchar(3)", "t", "u", "target", "22001", "a"),
        ("ALTER TABLE u ALTER a TYPE int USING 1", "t", "u", "target", "22P02", "a"),
        ("ALTER TABLE u ADD CHECK (a <> 'secret')", "t", "u", "target", "23514", None),
        ("""CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'no %', NEW.a; END $$;
            CREATE TRIGGER f BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f()""",
         "t", "u", "target", "P0001", None),
    ],
)  # fmt: skip
def test_errors_of_servers(  # noqa: PLR0917 (a row of the table has six parts)
    pair: Pair,
    setup: str,
    source: str,
    target: str,
    side: str,
    sqlstate: str,
    column: str | None,
) -> None:
    pair.source.query(
        f"CREATE TABLE t (a text); INSERT INTO t VALUES ('secret');CREATE TABLE u (LIKE t); {setup}"
    )
    for session in pair:
        session.query("BEGIN")
    with pytest.raises(DatabaseError) as caught:
        run(pair, source, target, "text", [None])
    error = caught.value
    assert (error.side, error.sqlstate, error.column) == (side, sqlstate, column)
    assert "secret" not in f"{error} {error!r} {vars(error)}"
    for session in pair:
        session.query("ROLLBACK")
        assert session.query("SELECT 1") == [("1",)]


def test_an_error_of_the_target_stops_the_source_at_once(pair: Pair) -> None:
    pair.source.query("CREATE TABLE u (a text CHECK (a <> '5'))")
    start = time.monotonic()
    with pytest.raises(DatabaseError, match="violates check constraint") as caught:
        run(pair, ENDLESS, "u", "binary", [None])
    assert (caught.value.constraint, caught.value.table) == ("u_a_check", "u")
    assert time.monotonic() - start < 5
    assert pair.source.query("SELECT 1") == pair.target.query("SELECT 1")


@pytest.mark.parametrize("masks", [[], [None, None], [mask("hash"), None]])
@FORMATS
def test_a_plan_that_does_not_fit(pair: Pair, form: Format, masks: list[Mask | None]) -> None:
    pair.source.query(
        "CREATE TABLE t (a text); INSERT INTO t VALUES ('secret');CREATE TABLE u (LIKE t)"
    )
    with pytest.raises(KernelError, match="row 1 has"):
        run(pair, "t", "u", form, masks)
    assert value(pair, "SELECT count(*) FROM u") == "0"
    assert pair.target.query("SELECT 1") == [("1",)]


def test_rows_that_the_target_drops_are_missed(pair: Pair) -> None:
    pair.source.query("""
        CREATE TABLE t (a text); INSERT INTO t VALUES ('x'), ('y'); CREATE TABLE u (LIKE t);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RETURN CASE WHEN NEW.a = 'x' THEN NEW END; END $$;
        CREATE TRIGGER f BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f()""")
    pair.target.query("BEGIN")
    with pytest.raises(KernelError, match="the target took 1 rows of 2"):
        run(pair, "t", "u", "binary", [None])
    pair.target.query("ROLLBACK")


def test_cancelling_from_another_thread(pair: Pair) -> None:
    pair.source.query("CREATE TABLE u (a text)")
    for session in pair:
        session.query("BEGIN")
    progress = Progress()
    threading.Timer(0.5, progress.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run(pair, ENDLESS, "u", "binary", [mask("hash")], progress)
    assert time.monotonic() - start < 5
    assert progress.cancelled
    assert progress.rows > 0
    for session in pair:
        session.query("ROLLBACK")
    assert value(pair, "SELECT count(*) FROM u") == "0"


def test_ctrl_c_stops_a_copy_in_the_main_thread(pair: Pair) -> None:
    pair.source.query("CREATE TABLE u (a text)")
    main = threading.main_thread().ident
    assert main
    threading.Timer(0.5, signal.pthread_kill, [main, signal.SIGINT]).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(pair, ENDLESS, "u", "binary", [None])
    assert time.monotonic() - start < 5
    assert value(pair, "SELECT count(*) FROM u") == "0"


@pytest.mark.parametrize(("source", "target"), [("SELECT 1", "u"), ("t", "SELECT 1")])
def test_statements_that_are_no_copy(pair: Pair, source: str, target: str) -> None:
    pair.source.query("CREATE TABLE t (a text); CREATE TABLE u (a text)")
    out = "COPY t TO STDOUT" if source == "t" else source
    into = "COPY u FROM STDIN" if target == "u" else target
    with pytest.raises(KernelError, match="is no COPY"):
        copy(pair.source, pair.target, out, into, format="text", masks=[None])
    assert pair.source.query("SELECT 1") == pair.target.query("SELECT 1")


@pytest.mark.parametrize(
    ("source", "lock"),
    [("(SELECT pg_sleep(60)::text)", "SELECT 1"), ("t", "LOCK TABLE u IN ACCESS EXCLUSIVE MODE")],
)
def test_cancelling_servers_that_wait(connect: Connect, pair: Pair, source: str, lock: str) -> None:
    pair.source.query("CREATE TABLE t (a text); CREATE TABLE u (a text)")
    blocker = connect()
    blocker.query("BEGIN")
    blocker.query(lock)
    progress = Progress()
    threading.Timer(0.3, progress.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run(pair, source, "u", "binary", [None], progress)
    assert time.monotonic() - start < 5
    blocker.query("ROLLBACK")
    assert pair.source.query("SELECT 1") == pair.target.query("SELECT 1")


def test_a_killed_session_is_an_error_and_closed(connect: Connect, pair: Pair) -> None:
    pair.source.query("CREATE TABLE u (a text)")
    killer, pid = connect(), pair.target.backend_pid
    threading.Timer(0.5, killer.query, [f"SELECT pg_terminate_backend({pid})"]).start()
    with pytest.raises(DatabaseError) as caught:
        run(pair, ENDLESS, "u", "binary", [None])
    assert caught.value.side == "target"
    assert caught.value.sqlstate in {"57P01", "08006"}
    assert pair.target.closed
    assert not pair.source.closed
    assert pair.source.query("SELECT 1") == [("1",)]


def test_a_session_cannot_be_both_ends(connect: Connect) -> None:
    session = connect()
    with pytest.raises(KernelError, match="in use by another call"):
        run(Pair(session, session), "t", "u", "binary", [])


@FORMATS
def test_surviving_values_are_counted(pair: Pair, form: Format) -> None:
    pair.source.query("""
        CREATE TABLE t (a text);
        INSERT INTO t SELECT E'v\\t' || n % 3000 FROM generate_series(1, 10000) AS n;
        INSERT INTO t VALUES (NULL);
        CREATE TABLE u AS SELECT E'v\\t' || n AS a FROM generate_series(2990, 4000) AS n""")
    values = collect(pair.source, f"COPY t TO STDOUT (FORMAT {form})", format=form)
    assert len(values) == 3000
    survivors = f"COPY u TO STDOUT (FORMAT {form})"
    assert count_members(pair.target, survivors, values, format=form) == 10
    with pytest.raises(KernelError, match="row 1 has"):
        collect(pair.source, f"COPY (SELECT 1, 2) TO STDOUT (FORMAT {form})", format=form)
    with pytest.raises(DatabaseError):
        collect(pair.source, "COPY missing TO STDOUT", format=form)
    assert pair.source.query("SELECT 1") == [("1",)]
