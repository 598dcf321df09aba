"""What databases and DDL files hold: compared, and judged."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from confiture import sides
from confiture.comparison import alike, difference, proven_difference
from confiture.environments import open_databases, project_accesses, scratch_access
from confiture.errors import Diagnostic
from confiture.lang.files import PROJECT_FILE, find_root
from confiture.plans.diff import Change, Diff, with_owners_of
from confiture.plans.former_names import Said, mapping
from confiture.recipes import load

if TYPE_CHECKING:
    from confiture.lint import Report


def diff(
    old: str | Path,
    new: str | Path,
    *,
    root: Path | None = None,
    online: bool = True,
    proven: bool = True,
    renames: Iterable[str] = (),
    labels: Iterable[str] = (),
    scratch: str | None = None,
) -> Diff:
    """What differs between two sides (see `confiture diff --help`), and the SQL from old to new:
    `online`, so that tables can be used meanwhile, and `proven` on a scratch copy. `renames` say
    what has another name now ("app.users.mail=email"), `labels` what becomes of labels of
    enumerations ("app.mood.meh=ok"); comments in the new side's DDL may say so too. `scratch` is
    the environment, or URL, whose server holds scratch databases instead of the private one.

    Starts the project's private server if a side has to be built there; changes neither side.
    Raises UsageError for a side that is none and for renames that cannot be, RecipeError for DDL
    that cannot be read and for a difference that cannot be proven, DatabaseError when a server
    says no.
    """
    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    accesses, references = project_accesses(root)
    one, two = (sides.parse(str(text), root=root, environments=accesses) for text in (old, new))
    live = {s.access.environment: s.access for s in (one, two) if isinstance(s, sides.Live)}
    elsewhere = None if scratch is None else scratch_access(scratch, accesses)
    with open_databases(live, references, root, elsewhere) as databases:
        before, after = alike(*sides.read_both(one, two, databases), databases)
        said = Said(tuple(renames), tuple(labels), sides.former(two))
        meant = mapping(before, after, said)
        if isinstance(one, sides.Files):
            before = with_owners_of(after, before, meant.renames)
        if isinstance(two, sides.Files):
            after = with_owners_of(before, after, meant.reversed().renames)
        compared = proven_difference if proven else difference
        return compared(before, after, meant, databases, online=online)


def compare(one: str | Path, other: str | Path, *, root: Path | None = None) -> Report:
    """The objects in which two sides differ, each as a finding `drift`. Raises as `diff`."""
    from confiture.lint.report import Finding, Report  # noqa: PLC0415 - as in `lint`

    found = diff(one, other, root=root, proven=False)
    return Report(
        tuple(
            Finding(
                Diagnostic("drift", _drift(change, str(one), str(other))),
                about=f"{change.kind} {change.name}",
            )
            for change in found.changes
        )
    )


def _drift(change: Change, one: str, other: str) -> str:
    name = f"{change.kind} {change.name}"
    if change.what in ("added", "dropped"):
        return f"{name} is not in {one if change.what == 'added' else other}"
    facts = ", ".join(fact.name.replace("_", " ") for fact in change.facts)
    return f"{name} differs" + (f" in its {facts}" if facts else "")


def lint(
    *what: str | Path,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    environment: str | None = None,
    against: str | Path | None = None,
    migrations: bool = False,
    root: Path | None = None,
) -> Report:
    """The faults of schemas and migrations (see `confiture lint --help`), by default of the
    project's own.

    Raises UsageError for what is no side and no rule, RecipeError for SQL that cannot be read,
    DatabaseError when a server says no. A migration that fails is a finding.
    """
    from confiture import evidence  # noqa: PLC0415 - libpg_query and all rules, for this alone
    from confiture import lint as linting  # noqa: PLC0415

    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    recipe = load(root / PROJECT_FILE) if (root / PROJECT_FILE).is_file() else None
    settings = evidence.settings(recipe, environment, map(str, what), root)
    rules = linting.choose(select, ignore, settings.severities)
    accesses, references = project_accesses(root)
    subjects = evidence.subjects(
        [str(word) for word in what] or settings.default or ["db/schema"],
        root=root,
        environments=accesses,
        start=None if against is None else str(against),
        migrations=migrations,
    )
    with open_databases(evidence.live(subjects), references, root) as databases:
        return linting.lint(*evidence.gather(subjects, databases), rules)


def mend(report: Report, *, root: Path | None = None) -> list[Path]:
    """Write the edits of a report's findings to their files; the files that changed.

    A file that is not what was judged, as one of another revision, stays as it is.
    """
    from confiture.lint.mend import mended  # noqa: PLC0415 - as in `lint`

    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    written = []
    for source, text in mended(report):
        path = root / source.name
        if path.is_file() and path.read_bytes() == source.text.encode():
            path.write_bytes(text.encode())
            written.append(path)
    return written
