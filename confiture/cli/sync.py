"""`confiture sync`: the recipe that its options stand for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import click

from confiture.cli import options
from confiture.cli.apply import run_plan
from confiture.errors import Diagnostic, UsageError

# The mask that a column's name asks for, where --anonymize does not say one.
_MASKS_BY_NAME = (
    (r"(^|_)e?_?mail(_address)?$", "email"),
    (r"(^|_)(phone|mobile|tel|fax)(_number)?$", "phone"),
    (r"(^|_)(first|given)_?name$", 'name(part = "first")'),
    (r"(^|_)(last|family|sur)_?name$", 'name(part = "last")'),
    (r"(^|_)name$", "name"),
)
_PASSWORD_VARIABLE = "CONFITURE_{}_PASSWORD"  # noqa: S105 - a variable's name


@click.command()
@click.option("--from", "source", required=True, metavar="ENV|URL", help="Where rows come from.")
@click.option("--to", "target", default="local", show_default=True, metavar="ENV|URL",
              help="Where they go.")  # fmt: skip
@click.option("--tables", multiple=True, metavar="PATTERN", help="Only these, e.g. app.*")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="All but these.")
@click.option("--anonymize", multiple=True, metavar="TABLE.COLUMN[=MASK]",
              help="Mask a column; without MASK, the one its name suggests.")  # fmt: skip
@click.option("--key", default="masking_key", show_default=True, metavar="SECRET",
              help="The secret of confiture.conf that masks are keyed with.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True)
@options.accept
@options.yes
@options.output_format
def sync(
    source: str,
    target: str,
    tables: tuple[str, ...],
    exclude: tuple[str, ...],
    anonymize: tuple[str, ...],
    key: str,
    workers: int,
    accept: tuple[str, ...],
    yes: bool,
    form: str,
) -> None:
    """Copy tables between environments, masked on the way.

    Columns that are not named are copied as they are. Rows in the target are replaced only
    with --accept data-loss.

    \b
    Examples:
      confiture sync --from production --anonymize users.email
      confiture sync --from production --to test --tables 'app.*' --exclude app.log
      confiture sync --from production --anonymize users.email --anonymize users.notes=redact
    """
    declarations, names = _environments(source, target)
    lines = [f"sync {names[0]} into {names[1]} {{", f"  workers = {workers}"]
    lines += [f"  key = {options.word(key)}"] if anonymize else []
    lines += [f"  take {_pattern(table)}" for table in tables]
    lines += [f"  skip {_pattern(table)}" for table in exclude]
    lines += [f"  {line}" for line in _masks(anonymize)]
    lines += ['  keep others because "not named on the command line"']
    lines += ["  verify counts and constraints and masks", "}"]
    recipe = options.project_recipe("\n".join(lines), declarations="\n".join(declarations))
    plan = options.planned(recipe, accept=accept, recipes=(options.COMMAND_LINE,))
    run_plan(plan, root=recipe.root, yes=yes, form=form)


def _environments(source: str, target: str) -> tuple[list[str], tuple[str, str]]:
    declarations: list[str] = []
    names = []
    for role, given in (("from", source), ("to", target)):
        if "://" not in given:
            names.append(options.word(given))
            continue
        names.append(f"{role}_url")
        declarations += _declared(role, given)
    return declarations, (names[0], names[1])


def _declared(role: str, url: str) -> Iterator[str]:
    """An environment for a URL; its password goes into a variable of this process."""
    parts = urlsplit(url)
    setting = ""
    if parts.password is not None:
        variable = _PASSWORD_VARIABLE.format(role.upper())
        os.environ[variable] = parts.password
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit(parts._replace(netloc=f"{parts.username or ''}@{host}"))
        yield f'secret {role}_password = env("{variable}")'
        setting = f"\n  password = {role}_password"
    escaped = url.replace("\\", "\\\\").replace('"', '\\"')
    yield f'environment {role}_url {{\n  url = "{escaped}"{setting}\n}}'


def _masks(anonymize: tuple[str, ...]) -> Iterator[str]:
    for given in anonymize:
        path, _, mask = given.partition("=")
        table, _, column = path.strip().rpartition(".")
        if not table or not column:
            raise UsageError(
                Diagnostic("bad-column", f"{given!r} is not TABLE.COLUMN", hint="users.email=hash")
            )
        yield f"mask {_pattern(table)} {{"
        yield f"  {_name(column)} with {mask.strip() or _suggested(path, column)}"
        yield "}"


def _suggested(path: str, column: str) -> str:
    for pattern, mask in _MASKS_BY_NAME:
        if re.search(pattern, column.lower()):
            return mask
    raise UsageError(
        Diagnostic(
            "which-mask",
            f"the name of {path} suggests no mask",
            hint=f"say one: --anonymize {path}=hash (email, name, phone, partial, redact, null, …)",
        )
    )


def _pattern(text: str) -> str:
    return ".".join(part if "*" in part else _name(part) for part in text.split("."))


def _name(text: str) -> str:
    """A name as a recipe spells it: anything but a plain word goes in backticks."""
    return text if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text) else f"`{text}`"
