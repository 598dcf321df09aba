"""Every block of the pages is run: shell lines, Python, and recipes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from confiture import _kernel, api
from confiture.cli.main import COMMANDS, cli
from tests.conftest import project_directory

CHECKOUT = Path(__file__).parents[2]
PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [text for tag, text in found if tag == language]


def shell_lines(text: str) -> list[str]:
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


def run(command: list[str], directory: Path) -> str:
    """Run a command with this environment's programs first in the path."""
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": programs + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture
def copy() -> Iterator[Path]:
    """The checkout as far as the README speaks of it."""
    with project_directory() as root:
        shutil.copytree(CHECKOUT / "recipes", root / "recipes")
        (root / ".venv").symlink_to(sys.prefix)
        yield root


def test_the_readme_in_a_checkout(copy: Path) -> None:
    demo, next_, own = blocks(CHECKOUT / "README.md", "console")
    assert shell_lines(demo) == ["make demo"]
    for _ in range(2):
        said = run(["confiture", "apply", "recipes/quickstart.conf"], copy)
        assert "310,943 rows" in said
    run(["sh", "-euxc", "\n".join(shell_lines(next_))], copy)
    run(["sh", "-euxc", "\n".join(shell_lines(own))], copy)


def test_the_command_line_page(project_dir: Path) -> None:
    lines = [
        line for block in blocks(CHECKOUT / "docs/commands.md", "console")
        for line in shell_lines(block)
    ]  # fmt: skip
    run(["sh", "-euxc", "\n".join(lines)], project_dir)


def test_the_migrations_page(project_dir: Path) -> None:
    run(["confiture", "init", "."], project_dir)
    run(["confiture", "build", "local"], project_dir)
    lines = [
        line for block in blocks(CHECKOUT / "docs/migrations.md", "console")
        for line in shell_lines(block)
    ]  # fmt: skip
    run(["sh", "-euxc", "\n".join(lines)], project_dir)
    assert len(list((project_dir / "db/migrations").iterdir())) == 2  # squashed, up and down


def test_the_python_page(project_dir: Path) -> None:
    run(["confiture", "init", "."], project_dir)
    script = "\n".join(blocks(CHECKOUT / "docs/python.md", "python"))
    run([sys.executable, "-c", script], project_dir)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (page, text)
        for page in PAGES
        for text in blocks(page, "conf")
        if page.name != "language.md"  # its fragments are completed and read in tests/lang
    ],
    ids=lambda value: value.name if isinstance(value, Path) else None,
)
def test_recipes_of_the_pages(page: Path, text: str, project_dir: Path) -> None:
    (project_dir / ".confiture").mkdir()
    file = project_dir / "recipes" / f"{page.stem}.conf"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    api.load(file)


def test_every_command_is_documented() -> None:
    page = (CHECKOUT / "docs/commands.md").read_text(encoding="utf-8")
    missing = [name for name in COMMANDS if f"confiture {name}" not in page]
    assert not missing


def test_help_of_the_group_is_that_of_the_commands() -> None:
    context = click.Context(cli)
    for name, entry in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(100) == entry.help


def test_every_command_shows_an_example() -> None:
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        assert f"confiture {name}" in (command.help or "")


def spelled(parameter: _kernel.Parameter) -> str:
    default = parameter.default
    if default is None:
        return parameter.name
    text = {True: "true", False: "false"}.get(default) if isinstance(default, bool) else None
    return f"{parameter.name} = {text or (json.dumps(default))}"


@pytest.mark.parametrize("mask", _kernel.masks(), ids=lambda mask: mask.name)
def test_every_mask_is_documented(mask: _kernel.MaskInfo) -> None:
    listed = ", ".join(map(spelled, mask.parameters))
    signature = f"{mask.name}({listed})" if listed else mask.name
    page = (CHECKOUT / "docs/masking.md").read_text(encoding="utf-8")
    assert f"| `{signature}` |" in page


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken
