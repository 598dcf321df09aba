"""Which files a recipe is made of, where they may lie, and what their names mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from confiture import lang
from confiture.errors import Diagnostic, RecipeError
from confiture.lang.files import MAX_BYTES, find_root
from confiture.model.declarations import Reference
from confiture.model.recipe import Build, Run, Sync
from tests.lang.samples import MASKS


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes the files and returns the first."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / next(iter(files))


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


def test_include_brings_all_names(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        {
            "main.conf": 'include "lib/a.conf"\ninclude "lib/b.conf"\nrecipe r after base { }\n',
            "lib/a.conf": 'include "b.conf"\nrecipe base { build local }\n',
            "lib/b.conf": 'environment local {\n  embedded = "x"\n  schema = "../db"\n}\n',
        },
    )
    recipe = lang.load(main, masks=MASKS)
    assert [block.name for block in recipe.blocks] == ["base", "r"]
    (build,) = recipe.blocks[0].statements
    assert isinstance(build, Build)
    # The path is that of the file that says it, not of the recipe.
    assert build.sources == (tmp_path.resolve() / "db",)


def test_import_brings_names_behind_a_prefix(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        {
            "main.conf": """import "lib/acme.conf" as acme
secret key = env("KEY")
environment here extends acme.base { database = acme.database }
recipe r {
  sync acme.base into here {
    key = acme.key
    mask users using acme.deep.people
  }
  build acme.base
}
""",
            "lib/acme.conf": """import "people.conf" as deep
secret key = env("ACME_KEY")
let database = "shop"
environment base {
  host = "acme.example.org"
  password = key
  schema = "schema"
}
recipe not_ours { build nowhere }
""",
            "lib/people.conf": "masking people { email with email }",
        },
    )
    recipe = lang.load(main, masks=MASKS)
    assert set(recipe.environments) == {"here", "acme.base"}
    assert recipe.environments["here"].settings["database"] == "shop"
    password = recipe.environments["here"].settings["password"]
    assert isinstance(password, Reference)
    assert password.name == "acme.key"
    sync, build = recipe.blocks[0].statements
    assert isinstance(sync, Sync)
    assert (sync.source, sync.target, sync.key) == ("acme.base", "here", "acme.key")
    assert sync.masks[0].using[0].name == "acme.deep.people"
    assert isinstance(build, Build)
    assert build.sources == (tmp_path.resolve() / "lib/schema",)
    assert [block.name for block in recipe.blocks] == ["r"]


CYCLE = """error[include-cycle]: a.conf reads itself
  --> {folder}/lib/b.conf:1:8
    |
  1 | import "../a.conf" as a
    |        ^^^^^^^^^^^
  help: a.conf → lib/b.conf → a.conf"""


def test_cycle_shows_its_chain(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        {
            "confiture.conf": "",
            "a.conf": 'include "lib/b.conf"\n',
            "lib/b.conf": 'import "../a.conf" as a\n',
        },
    )
    (found,) = lang.check(main.parent / "a.conf", masks=MASKS)
    assert str(found) == CYCLE.format(folder=tmp_path)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.conf": 'include "missing.conf"'}, "no-file"),
        ({"main.conf": 'include "."'}, "no-file"),
        ({"main.conf": 'include "../other/x.conf"'}, "outside-project"),
        ({"main.conf": 'include "/etc/hostname"'}, "outside-project"),
        ({"main.conf": 'include "' + "x" * 5000 + '"'}, "no-file"),
        ({"main.conf": b"let x = 1\n# \xff\n"}, "not-utf-8"),
        ({"main.conf": b"#" + b"x" * MAX_BYTES}, "too-large"),
        ({"main.conf": 'include "a"', "a": b"\x80"}, "not-utf-8"),
        ({"main.conf": 'include "a"', "a": "let = 1"}, "syntax"),
    ],
)
def test_files_that_cannot_be_read(
    files: Mapping[str, str | bytes], expected: str, tmp_path: Path
) -> None:
    assert codes(lang.check(write(tmp_path / "p", files), masks=MASKS)) == [expected]


def test_place_of_a_wrong_byte(tmp_path: Path) -> None:
    path = write(tmp_path, {"x.conf": "let x = 1\nlet é = ".encode() + b"\xe9\n"})
    (found,) = lang.check(path, masks=MASKS)
    assert found.message == "byte 19 is not UTF-8"
    assert found.span is not None
    assert (found.span.line, found.span.column) == (2, 9)


def test_missing_recipe_file(tmp_path: Path) -> None:
    write(tmp_path, {"nightly.conf": ""})
    (found,) = lang.check(tmp_path / "nigthly.conf", masks=MASKS)
    assert (found.code, found.hint) == ("no-file", "did you mean 'nightly.conf'?")


def test_names_of_a_missing_file_are_not_reported_too(tmp_path: Path) -> None:
    text = 'include "missing.conf"\nrecipe r { build local from "db" }'
    path = write(tmp_path, {"main.conf": text})
    assert codes(lang.check(path, masks=MASKS)) == ["no-file"]


def test_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    path = write(tmp_path, {"main.conf": b"\xef\xbb\xbflet x = 1\r\nlet y = 2\r\n"})
    assert lang.load(path, masks=MASKS).constants["y"].value == 2


def test_depth_of_includes_is_bounded(tmp_path: Path) -> None:
    files = {f"{n}.conf": f'include "{n + 1}.conf"' for n in range(20)} | {"20.conf": ""}
    path = write(tmp_path, files)
    (found,) = lang.check(path, masks=MASKS)
    assert (found.code, found.span and Path(found.span.source.name).name) == (
        "too-large",
        "15.conf",
    )


def test_number_of_imports_is_bounded(tmp_path: Path) -> None:
    """Each file imports the next twice: 2 to the power of the depth, were it not for a bound."""
    files = {
        f"{n}.conf": f'import "{n + 1}.conf" as a\nimport "{n + 1}.conf" as b' for n in range(12)
    }
    found = lang.check(write(tmp_path, {**files, "12.conf": ""}), masks=MASKS)
    assert set(codes(found)) == {"too-large"}


@pytest.mark.parametrize(
    ("marker", "recipe", "root"),
    [
        ("confiture.conf", "a/b/x.conf", "."),
        ("a/confiture.conf", "a/b/x.conf", "a"),
        (".confiture/keep", "a/b/x.conf", "."),
        ("other", "a/b/x.conf", "a/b"),
    ],
)
def test_root_is_marked(marker: str, recipe: str, root: str, tmp_path: Path) -> None:
    write(tmp_path, {recipe: "", marker: ""})
    assert find_root(tmp_path / recipe) == (tmp_path / root).resolve()


def test_root_is_the_current_directory_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a/b/x.conf": ""})
    monkeypatch.chdir(tmp_path / "a")
    assert find_root(Path("b/x.conf")) == (tmp_path / "a").resolve()


def test_symbolic_links_are_followed_before_the_root_is_compared(tmp_path: Path) -> None:
    main = write(
        tmp_path / "project",
        {
            "main.conf": 'include "link.conf"\nenvironment e { embedded = "e" }\n'
            'recipe r { run file "inside.sql" on e }\n',
            "db/real.sql": "",
            "confiture.conf": "",
        },
    )
    write(tmp_path, {"secret.conf": "let x = 1"})
    (tmp_path / "project/link.conf").symlink_to("../secret.conf")
    assert codes(lang.check(main, masks=MASKS)) == ["outside-project"]
    (tmp_path / "project/link.conf").unlink()
    write(tmp_path, {"project/link.conf": ""})
    (tmp_path / "project/inside.sql").symlink_to("db/real.sql")
    (run,) = lang.load(main, masks=MASKS).blocks[0].statements
    assert isinstance(run, Run)
    assert run.file == (tmp_path / "project/db/real.sql").resolve()


def test_loop_of_symbolic_links(tmp_path: Path) -> None:
    main = write(tmp_path, {"main.conf": 'include "loop.conf"'})
    (tmp_path / "loop.conf").symlink_to("loop.conf")
    assert codes(lang.check(main, masks=MASKS)) == ["outside-project"]


def test_digest_follows_the_meaning_and_not_the_layout(tmp_path: Path) -> None:
    def digest(text: str) -> str:
        main = write(tmp_path, {"main.conf": 'include "a.conf"', "a.conf": text})
        return lang.load(main, masks=MASKS).digest

    assert digest("let x=1") == digest("let  x = 1\n\n\n")
    assert digest("let x = 1") != digest("let x = 2")


def test_recipe_knows_its_path_and_root(tmp_path: Path) -> None:
    main = write(tmp_path, {"sub/main.conf": "", "confiture.conf": ""})
    recipe = lang.load(main, masks=MASKS)
    assert (recipe.path, recipe.root) == (main.resolve(), tmp_path.resolve())


def test_errors_of_all_files_at_once(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        {"main.conf": 'include "a.conf"\nlet y = 5 m\n', "a.conf": "let x = 'a'\nlet = 1\n"},
    )
    with pytest.raises(RecipeError) as caught:
        lang.load(main, masks=MASKS)
    assert [str(one.span).rpartition("/")[2] for one in caught.value.diagnostics] == [
        "a.conf:1:9",
        "a.conf:2:5",
        "main.conf:2:9",
    ]
