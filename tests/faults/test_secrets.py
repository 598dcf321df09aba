"""A password and a masking key are planted, and looked for wherever something is written."""

from __future__ import annotations

import contextlib
import io
import json
import traceback
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from urllib.parse import quote as percent

import pytest

from confiture import api, secret
from confiture.errors import ConfitureError
from confiture.pg.databases import Databases
from tests.faults.project import Project

PASSWORD = "pw-Canary/81:@x"  # noqa: S105 - planted, to be looked for
WRONG = "wrong-Canary-64"
KEY = "c0ffee5ec2e7" + "ab" * 26
PLANTED = (PASSWORD, percent(PASSWORD, safe=""), WRONG, KEY, repr(bytes.fromhex(KEY))[2:-1])

RECIPE = """
secret password = env("SHOP_PASSWORD")
secret address = env("SHOP_URL")
secret masking_key = env("SHOP_KEY")
environment production {
  host = "%(host)s"
  database = "production"
  user = "keeper"
  password = password
}
environment local { url = address }
recipe guarded {
  build production from "schema" { drop_first = true }
  build local from "schema" { drop_first = true }
  seed production from "seeds"
  sync production into local {
    key = masking_key
    mask app.people {
      email with email
      full_name with name
    }
    keep others because "no other column names a person"
  }
  run $$ insert into app.teams (id, name) overriding system value
         select id, 'again' from app.teams where %(fails)s $$ on local
}
"""


@pytest.fixture
def guarded(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The project, with a role that has to give its password."""
    conninfo = project.server.conninfo("local")
    hba = next((project.root / ".confiture").rglob("pg_hba.conf"), None)
    if hba is None:
        pytest.skip("the server's data lie elsewhere")
    before = hba.read_text()
    hba.write_text("local all keeper scram-sha-256\n" + before)
    with project.connect("postgres") as connection:
        connection.execute("select pg_reload_conf()")
        connection.execute("drop role if exists keeper")
        connection.execute(f"create role keeper login createdb password '{PASSWORD}'".encode())
    host = conninfo["host"]
    url = f"postgresql://keeper:{percent(PASSWORD, safe='')}@/local?host={percent(host, safe='')}"
    variables = {"SHOP_PASSWORD": PASSWORD, "SHOP_URL": url, "SHOP_KEY": KEY}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    write(project, fails="false")
    yield project
    project.wipe(templates=True)
    hba.write_text(before)
    with project.connect("postgres") as connection:
        connection.execute("drop role keeper; select pg_reload_conf()")


def write(project: Project, *, fails: str) -> None:
    text = RECIPE % {"host": project.server.conninfo("local")["host"], "fails": fails}
    (project.root / "guarded.conf").write_text(text)


def planted_in(text: str) -> list[str]:
    return [canary for canary in PLANTED if canary in text]


def files_with(folder: Path) -> list[Path]:
    """Every file below a folder, the server's data and log among them."""
    canaries = [canary.encode() for canary in PLANTED] + [bytes.fromhex(KEY)]
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            with contextlib.suppress(FileNotFoundError):
                data = path.read_bytes()
                found += [path for canary in canaries if canary in data]
    return found


def journal(project: Project) -> str:
    return "".join(
        row[0]
        for database in ("local", "production")
        for table in ("run", "step", "begun", "fence")
        for row in project.rows(database, f"select t::text from confiture.{table} t")
    )


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_nothing_is_written_down(guarded: Project, form: str) -> None:
    said = [
        guarded.confiture("plan", "guarded.conf", "-o", "guarded.json"),
        guarded.confiture("apply", "guarded.json", "--format", form, "--yes"),
        guarded.confiture("apply", "guarded.conf", "--accept", "data-loss", "--format", form,
                          failpoints="journal.after-commit=kill@7", code=-9),
        guarded.confiture("resume", "--format", form, code=1, SHOP_PASSWORD=WRONG),
        guarded.confiture("resume", "--format", form),
    ]  # fmt: skip
    write(guarded, fails="true")
    failing = guarded.confiture(
        "apply", "guarded.conf", "--accept", "data-loss", "--format", form, code=1
    )
    said += [failing, guarded.confiture("runs", "--file", "guarded.conf")]
    assert "[23505]" in failing.err
    assert planted_in("".join(s.out + s.err for s in said)) == []
    assert planted_in((guarded.root / "guarded.json").read_text()) == []
    assert planted_in(journal(guarded)) == []
    with guarded.connect("postgres") as connection:
        connection.execute("checkpoint")
    assert files_with(guarded.root) == []


@pytest.mark.parametrize("command", ["plan", "apply"])
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SHOP_PASSWORD", WRONG),
        ("SHOP_URL", f"postgresql://keeper:{WRONG}@/local?host=/nowhere"),
        ("SHOP_URL", f"keeper {WRONG}"),
        ("SHOP_URL", f"postgresql://keeper:{WRONG}@[::1/local"),
        ("SHOP_URL", f"postgresql://keeper:{WRONG}%zz@localhost/local"),
        ("SHOP_KEY", WRONG),
    ],
)
def test_a_wrong_secret_is_not_quoted(
    guarded: Project, command: str, variable: str, value: str
) -> None:
    ended = guarded.confiture(command, "guarded.conf", code=None, **{variable: value})
    if (command, variable) != ("plan", "SHOP_KEY"):
        assert ended.code == 1, ended.err
    assert planted_in(ended.out + ended.err) == []
    assert "Traceback" not in ended.err
    assert files_with(guarded.root / ".confiture" / "runs") == []


def reachable(thing: object, depth: int = 5) -> Iterator[object]:
    yield thing
    if depth == 0 or isinstance(thing, str | bytes | int | float | type(None)):
        return
    if isinstance(thing, dict):
        parts = [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        parts = list(thing)
    elif is_dataclass(thing):
        parts = [getattr(thing, field.name) for field in fields(thing)]
    else:
        return
    for part in parts:
        yield from reachable(part, depth - 1)


def test_no_object_shows_a_secret(guarded: Project) -> None:
    recipe = api.load(guarded.root / "guarded.conf")
    plan = api.plan(recipe)
    keys = secret.MasterKeys(plan.secrets, root=guarded.root)
    assert keys.get("masking_key") == bytes.fromhex(KEY)
    shown = [repr(keys), str(keys), repr(vars(keys)["_references"])]
    known = {reference.name: reference for reference in plan.secrets}
    with Databases(
        {a.environment: a for a in plan.accesses},
        lambda name: secret.find(known[name], root=guarded.root),
        root=guarded.root,
    ) as databases:
        shown.append(repr(databases))
        with databases.session("local", database="postgres") as session:
            shown += [repr(session), repr(session.connection), repr(session.connection.info)]
    for thing in (recipe, plan, plan._repr_html_(), json.loads(plan.to_json())):
        shown += [repr(part) for part in reachable(thing)]
    assert planted_in("".join(shown)) == []


def test_no_traceback_shows_a_secret(guarded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", WRONG)
    with pytest.raises(ConfitureError) as caught:
        api.plan(api.load(guarded.root / "guarded.conf"))
    written = io.StringIO()
    traceback.print_exception(caught.value, file=written)
    assert "keeper" in written.getvalue()
    assert planted_in(written.getvalue()) == []
