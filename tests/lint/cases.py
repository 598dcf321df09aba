"""Cases of lint rules: files of SQL with what is found in it, judged on a real server.

A file is called after its rule, and holds sections that begin with a line `---- WORD: …`: `bad` and
`good` are SQL, `finds` what is printed of the bad one before it. `before` is, for migrations, the
SQL that ran before all of the file's cases; `down` the script that takes the case back. The words
of a case that is about a database, not about files, begin with `database`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from confiture import evidence
from confiture.ddl.files import SqlFile
from confiture.lint import RULES, Report, Schema, lint
from confiture.lint.script import parse
from confiture.model.settings import PINNED, pin_statement
from confiture.pg import objects, usage
from confiture.pg.databases import Databases
from confiture.pg.session import Session
from confiture.steps.script import fresh

FOLDER = Path(__file__).parent / "rules"
_EMPTY = """
do $$
declare one record;
begin
  for one in
    select 'schema if exists ' || quote_ident(nspname) as name from pg_namespace
     where nspname !~ '^pg_' and nspname <> 'information_schema'
    union all select 'extension if exists ' || quote_ident(extname) from pg_extension
     where extname <> 'plpgsql'
    union all select 'publication ' || quote_ident(pubname) from pg_publication
  loop
    execute 'drop ' || one.name || ' cascade';
  end loop;
end $$;
create schema public;
"""
_SECTION = re.compile(r"^---- (\w+)(?:: *(.*))?\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """`finds` is empty for good SQL. `live` says that a database is judged, not files."""

    rule: str
    words: str
    sql: str
    finds: str = ""
    before: str = ""
    down: str | None = None
    live: bool = False

    @property
    def id(self) -> str:
        return f"{self.rule}: {self.words}"


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.sql")):
        yield from read(path)


def read(path: Path) -> list[Case]:
    """The cases of a file, in order."""
    found: list[Case] = []
    before = ""
    pieces = _SECTION.split(path.read_text(encoding="utf-8"))[1:]
    for word, words, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        match word:
            case "before":
                before = text
            case "bad" | "good":
                live = (words or "").startswith("database")
                found.append(Case(path.stem, f"{word} {words}", text, before=before, live=live))
            case "finds":
                found[-1] = replace(found[-1], finds=text)
            case "down":
                found[-1] = replace(found[-1], down=text)
            case _:
                raise ValueError(f"{path.name}: a section {word!r}")
    return found


def is_schema(case: Case) -> bool:
    """Whether it is one; a rule of schemas is tried on migrations by cases that come after SQL."""
    return RULES[case.rule].group == "schema" and not case.before


def judge_schema(case: Case, session: Session) -> Report:
    """As files or as a database, in a database that this empties."""
    session.script(fresh(session))
    session.script(_EMPTY)
    session.script(case.sql)
    session.script(pin_statement(PINNED))
    counts = usage.read(session) if case.live else None
    scripts = () if case.live else (parse(_file("a.sql", case.sql).source),)
    schema = Schema(objects.read(session), usage=counts, scripts=scripts)
    return lint([schema], [], [RULES[case.rule]])


def judge_migration(case: Case, databases: Databases, session: Session) -> Report:
    """After what comes before it, in a database that this empties; with a script that takes it
    back, in one of its own."""
    rules = [RULES[case.rule]]
    if case.down is not None:
        return lint(*evidence.gather([_subject(case)], databases), rules)
    session.script(fresh(session))
    session.script(f"{_EMPTY}; {case.before}")
    session.script(pin_statement(PINNED))
    script = parse(_file("1_case.up.sql", case.sql).source)
    return lint([], [evidence.rehearsed(databases, session, script, objects.read(session))], rules)


def _subject(case: Case) -> evidence.Subject:
    files = [_file("0_before.up.sql", case.before)] if case.before else []
    told = [_file("1_case.up.sql", case.sql)]
    if case.down is not None:
        told.append(_file("1_case.down.sql", case.down))
    return evidence.Subject(migrations=(*files, *told), told=frozenset(file.name for file in told))


def _file(name: str, text: str) -> SqlFile:
    return SqlFile(Path(name), name, text, hashlib.sha256(text.encode()).hexdigest())
