"""Options that several commands share, and the recipes that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from confiture import api
from confiture.errors import Diagnostic, UsageError
from confiture.lang.files import PROJECT_FILE, find_root
from confiture.model.declarations import NEWEST_SERVER, OLDEST_SERVER
from confiture.model.recipe import HAZARDS, Recipe
from confiture.plans.plan import Plan

if TYPE_CHECKING:
    from confiture.plans.diff import Diff

F = TypeVar("F", bound=Callable[..., Any])

COMMAND_LINE = "command_line"
CHANGES_PENDING = 2
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def settings(command: F) -> F:
    return click.option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Give a parameter a value."
    )(command)


def accept(command: F) -> F:
    return click.option(
        "--accept",
        multiple=True,
        type=click.Choice(HAZARDS),
        help="Take a hazard that the plan names.",
    )(command)


def only_recipes(command: F) -> F:
    return click.option(
        "--recipe", "recipes", multiple=True, metavar="NAME", help="Only this recipe of the file."
    )(command)


def output_format(command: F) -> F:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "jsonl"]),
        default="text",
        help="text for people; jsonl one event a line; json one document at the end.",
    )(command)


def renames(command: F) -> F:
    return click.option(
        "--rename", "renames", multiple=True, metavar="OLD=NEW",
        help="What has another name now: app.users.mail=email, app.users=customers, or with its"
        " kind, schema app=shop.",
    )(command)  # fmt: skip


def labels(command: F) -> F:
    return click.option(
        "--map-label", "labels", multiple=True, metavar="TYPE.OLD=NEW",
        help="What becomes of a label of an enumeration: app.mood.meh=ok.",
    )(command)  # fmt: skip


def scratch(command: F) -> F:
    return click.option(
        "--scratch",
        metavar="ENV|URL",
        help="Whose server holds scratch databases; else the private one.",
    )(command)


def server_version(command: F) -> F:
    return click.option(
        "--server-version",
        type=click.IntRange(OLDEST_SERVER, NEWEST_SERVER),
        metavar="N",
        help="The major version of the server that it is for; else what the environment says.",
    )(command)


def tell(found: Diff) -> None:
    """What the user should know of a difference, and may want to say."""
    for rename in found.candidates:
        click.echo(f"? {rename}", err=True)
    for note in found.notes:
        click.echo(f"note: {note}", err=True)


def yes(command: F) -> F:
    return click.option("--yes", "-y", is_flag=True, help="Do not ask before writing.")(command)


def pairs(settings: tuple[str, ...]) -> dict[str, str]:
    """`("a=1", "b=2")` as a dictionary."""
    given: dict[str, str] = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(
                Diagnostic("bad-setting", f"--set {text!r} is not NAME=VALUE", hint="--set day=3")
            )
        given[name.strip()] = value
    return given


def plan_of(
    path: Path, settings: tuple[str, ...], accept: tuple[str, ...], recipes: tuple[str, ...]
) -> tuple[Plan, Path]:
    """The plan that a recipe makes or that a file holds, and the root to run it in."""
    if path.suffix == ".json":
        if settings or recipes:
            raise UsageError(
                Diagnostic("plan-is-fixed", "--set and --recipe are for recipes, not for plans")
            )
        return api.read_plan(path).accepting(*accept), Path.cwd()
    recipe = api.load(path)
    return planned(recipe, settings, accept, recipes), recipe.root


def planned(
    recipe: Recipe,
    settings: tuple[str, ...] = (),
    accept: tuple[str, ...] = (),
    recipes: tuple[str, ...] = (),
) -> Plan:
    return api.plan(recipe, set=pairs(settings), accept=accept, only=recipes)


def project_root() -> Path:
    """The project that the current directory belongs to."""
    return find_root(Path.cwd() / PROJECT_FILE)


def shown(path: Path) -> str:
    """A path as the user sees it: from the project's root, where it is beneath that."""
    root = project_root()
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def project_recipe(statement: str, *, declarations: str = "") -> Recipe:
    """A recipe of one statement over the environments of the project's file."""
    root = project_root()
    if not (root / PROJECT_FILE).is_file():
        raise UsageError(
            Diagnostic(
                "no-project", f"no {PROJECT_FILE} in {root}", hint="make one: confiture init"
            )
        )
    text = f'include "{PROJECT_FILE}"\n{declarations}\nrecipe {COMMAND_LINE} {{\n{statement}\n}}\n'
    return api.loads(text, name="<command line>", root=root)


def one_environment(argument: str | None, option: str | None) -> str:
    """The environment that a command line names, once."""
    if (argument is None) == (option is None):
        raise UsageError(
            Diagnostic("which-environment", "name one environment", hint="e.g. --env local")
        )
    return word(argument or option or "")


def word(name: str) -> str:
    """A name of the command line that may stand in a recipe."""
    if not _WORD.fullmatch(name):
        raise UsageError(Diagnostic("bad-name", f"{name!r} is not a name", hint="e.g. local"))
    return name
