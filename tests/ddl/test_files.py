"""Which files a schema is made of, and in which order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from confiture.ddl import files as module
from confiture.ddl.files import SqlFile, discover, schema_hash
from confiture.errors import RecipeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def make(root: Path, contents: Mapping[str, str | bytes]) -> None:
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def found(project: Path, *roots: str, **options: object) -> tuple[SqlFile, ...]:
    settings = {"include": ("**/*.sql", "**/*.csv"), "exclude": (), **options}
    return discover(
        [project / root for root in roots or ("db",)],
        project_root=project,
        **settings,  # type: ignore[arg-type]
    )


def names(project: Path, *roots: str, **options: object) -> list[str]:
    return [file.name for file in found(project, *roots, **options)]


def faults(project: Path, *roots: str, **options: object) -> list[str]:
    with pytest.raises(RecipeError) as caught:
        found(project, *roots, **options)
    return [fault.message for fault in caught.value.diagnostics]


def test_order(tmp_path: Path) -> None:
    ordered = [
        "db/0x100_h.sql",
        "db/0x14_g.sql",
        "db/10/z.sql",
        "db/10-x/a.sql",
        "db/10_a.sql",
        "db/10_tables/0x1_a.sql",
        "db/10_tables/b/a.sql",
        "db/10_tables/c.sql",
        "db/10_tables.sql",
        "db/2_b.sql",
        "db/Z.sql",
        "db/a.sql",
        "db/é.sql",
    ]
    make(tmp_path, dict.fromkeys(reversed(ordered), "SELECT 1;"))
    assert names(tmp_path) == ordered
    by_number = names(tmp_path, order="hexadecimal")
    assert by_number == [ordered[1], ordered[0], *ordered[2:]]


def test_order_file(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "db/.order": "views\n# rest by name\ntypes.sql\n",
            "db/views/b.sql": "",
            "db/views/a.sql": "",
            "db/a.sql": "",
            "db/types.sql": "",
        },
    )
    assert names(tmp_path) == ["db/views/a.sql", "db/views/b.sql", "db/types.sql", "db/a.sql"]
    make(tmp_path, {"db/.order": "type.sql\n", "db/views/.order": "\nx\n"})
    with pytest.raises(RecipeError) as caught:
        found(tmp_path)
    assert [(str(fault.span), fault.hint) for fault in caught.value.diagnostics] == [
        ("db/.order:1:1", "did you mean 'types.sql'?"),
        ("db/views/.order:2:1", None),
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["db/a.sql", "db/old/c.sql", "db/x/b.csv", "db/x/b.sql"]),
        ({"include": ["*.sql"]}, ["db/a.sql"]),
        ({"include": ["x/**"]}, ["db/x/b.csv", "db/x/b.sql", "db/x/notes.md"]),
        ({"exclude": ["old/", "**/b.*"]}, ["db/a.sql"]),
    ],
)
def test_globs(tmp_path: Path, options: dict[str, object], expected: list[str]) -> None:
    paths = ["a.sql", "old/c.sql", "x/b.sql", "x/b.csv", "x/notes.md", ".hidden.sql", ".git/a.sql"]
    make(tmp_path, {f"db/{path}": "" for path in paths})
    assert names(tmp_path, **options) == expected


def test_overlapping_roots(tmp_path: Path) -> None:
    make(tmp_path, {"db/a.sql": "", "db/b/c.sql": "", "one.txt": ""})
    assert names(tmp_path, "db/b", "db", "one.txt", "db") == ["db/b/c.sql", "db/a.sql", "one.txt"]


def test_content(tmp_path: Path) -> None:
    make(tmp_path, {"db/a.sql": b"\xef\xbb\xbfSELECT '\xc3\xa9';\r\n", "db/b.csv": "a\n"})
    sql, csv = found(tmp_path)
    assert sql.text == "SELECT 'é';\r\n"
    assert sql.path == tmp_path / "db/a.sql"
    assert (sql.is_csv, csv.is_csv) == (False, True)
    assert sql.source.name == "db/a.sql"
    assert SqlFile.read(tmp_path / "db/a.sql", project_root=tmp_path) == sql


def test_links_inside_the_project(tmp_path: Path) -> None:
    make(tmp_path, {"lib/a.sql": "", "lib/deep/b.sql": "", "db/c.sql": ""})
    (tmp_path / "db/lib").symlink_to(tmp_path / "lib")
    (tmp_path / "db/d.sql").symlink_to("c.sql")
    (tmp_path / "lib/deep/up").symlink_to("..")
    (tmp_path / "lib/self").symlink_to("self")
    assert names(tmp_path) == ["db/c.sql", "db/lib/a.sql", "db/lib/deep/b.sql"]


def test_links_out_of_the_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    make(tmp_path, {"secret.sql": "", "other/a.sql": "", "project/db/a.sql": ""})
    (project / "db/b.sql").symlink_to(tmp_path / "secret.sql")
    (project / "db/c").symlink_to(tmp_path / "other")
    (project / "db/notes.md").symlink_to(tmp_path / "secret.sql")
    (project / "db/z.sql").symlink_to("gone")
    (project / "out").symlink_to(tmp_path / "other")
    assert faults(project, "db", "out", "../other") == [
        f"db/b.sql is a link out of the project, to {tmp_path}/secret.sql",
        f"db/c is a link out of the project, to {tmp_path}/other",
        f"db/z.sql is a link to {project}/db/gone, which does not exist",
        f"{project}/out is outside the project's directory",
        f"{project}/../other is outside the project's directory",
    ]


def test_all_faults_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1024 * 1024)
    make(
        tmp_path,
        {
            "db/a.sql": b"SELECT 1;\n-- caf\xe9\n",
            "db/b.sql": b"\xef\xbb\xbf\xff",
            "db/c.sql": "SELECT '\0';",
            "db/d.sql": b" " * (1024 * 1024 + 1),
            "db/f\n.sql": "",
            "db/good.sql": "",
        },
    )
    os.mkfifo(tmp_path / "db/e.sql")
    assert faults(tmp_path, "db", "absent") == [
        r"'db/f\n.sql' has a name that cannot be shown",
        "absent does not exist",
        "db/a.sql:2 is not UTF-8: byte 0xE9 at offset 16",
        "db/b.sql:1 is not UTF-8: byte 0xFF at offset 3",
        "db/c.sql holds a NUL byte at offset 8",
        "db/d.sql is larger than 1 MiB",
        "db/e.sql is not a regular file",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    make(tmp_path, {"db/a.sql": "", "db/b/c.sql": ""})
    (tmp_path / "db/a.sql").chmod(0)
    (tmp_path / "db/b").chmod(0)
    expected = ["cannot read db/b: Permission denied", "cannot read db/a.sql: Permission denied"]
    try:
        assert faults(tmp_path) == expected
    finally:
        (tmp_path / "db/b").chmod(0o700)


def test_nothing_found(tmp_path: Path) -> None:
    make(tmp_path, {"db/a.txt": ""})
    (message,) = faults(tmp_path, include=["*.sql"])
    assert message == f"no file in {tmp_path}/db fits *.sql"


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"db/" + "d/" * 16 + "a.sql": "", "db/b.sql": "", "db/c.sql": ""})
    (message,) = faults(tmp_path)
    assert message.endswith("is more than 16 directories deep")
    monkeypatch.setattr(module, "MAX_FILES", 1)
    assert faults(tmp_path, include=["*.sql"], exclude=[]) == ["there are more than 1 files"]


def test_schema_hash(tmp_path: Path) -> None:
    make(tmp_path, {"db/a.sql": "SELECT 1;", "db/b.sql": "SELECT 2;"})
    one = found(tmp_path)
    assert schema_hash(found(tmp_path)) == schema_hash(one)
    hashes = {schema_hash(one), schema_hash(one[::-1]), schema_hash(one[:1]), schema_hash(())}
    (tmp_path / "db/a.sql").rename(tmp_path / "db/a2.sql")
    hashes.add(schema_hash(found(tmp_path)))
    make(tmp_path, {"db/b.sql": "SELECT 3;"})
    hashes.add(schema_hash(found(tmp_path)))
    assert len(hashes) == 6
