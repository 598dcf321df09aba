"""An Alembic project with a revision for each statement."""

from __future__ import annotations

import compileall
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

VERSION_TABLE = "alembic_version"
_INI = """\
[alembic]
script_location = %(here)s
path_separator = os
sqlalchemy.url = {url}
"""
_ENV = """\
from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
_REVISION = '''\
from alembic import op

revision = {revision!r}
down_revision = {before!r}


def upgrade() -> None:
    op.execute("""
{sql}
""")
'''


def write_project(folder: Path, statements: Iterable[str], *, socket: str, database: str) -> Path:
    """The path of the project's ini file. The revisions are compiled, as after their first run."""
    versions = folder / "versions"
    versions.mkdir(parents=True)
    before = None
    for number, sql in enumerate(statements, 1):
        if '"""' in sql or "\\" in sql:
            raise ValueError(f"cannot be written as it is: {sql}")
        revision = f"{number:05}"
        text = _REVISION.format(revision=revision, before=before, sql=sql.strip())
        (versions / f"{revision}.py").write_text(text, encoding="utf-8")
        before = revision
    compileall.compile_dir(versions, quiet=1)
    (folder / "env.py").write_text(_ENV, encoding="utf-8")
    url = f"postgresql+psycopg://postgres@/{database}?host={socket}"
    ini = folder / "alembic.ini"
    ini.write_text(_INI.format(url=url), encoding="utf-8")
    return ini
