"""The environments of recipes and projects, with their databases open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from confiture import lang, secret
from confiture.errors import Diagnostic, UsageError, did_you_mean
from confiture.lang.files import PROJECT_FILE, find_root
from confiture.model.access import Access, SecretReference
from confiture.model.declarations import Environment
from confiture.model.recipe import Recipe, Statement, Sync
from confiture.pg import journal
from confiture.pg.databases import Databases
from confiture.pg.observe import SCRATCH
from confiture.pg.session import Session
from confiture.plans.access import access, secret_references
from confiture.plans.make import flat
from confiture.recipes import load


@contextmanager
def opened(
    environment: str,
    root: Path | None,
    *,
    against: str | None = None,
    scratch: str | None = None,
) -> Iterator[tuple[Environment, Databases, Path]]:
    """An environment of the project that a directory belongs to, its databases, and its root;
    with `against`, the database at that URL stands for the environment's. `scratch` as in `diff`.

    Raises UsageError where there is no project, or no such environment.
    """
    root = find_root((root or Path.cwd()) / PROJECT_FILE)
    if not (root / PROJECT_FILE).is_file():
        raise UsageError(
            Diagnostic(
                "no-project", f"no {PROJECT_FILE} in {root}", hint="make one: confiture init"
            )
        )
    recipe = load(root / PROJECT_FILE)
    if environment not in recipe.environments:
        hint = did_you_mean(environment, recipe.environments)
        raise UsageError(
            Diagnostic("unknown-environment", f"no environment {environment!r}", hint=hint)
        )
    others = [scratch] if scratch is not None and scratch in recipe.environments else []
    known, references = accesses_of(recipe, [environment, *others])
    one = known[environment]
    if against is not None:
        one = Access(environment=environment, url=against, scratch=one.scratch)
    elsewhere = None if scratch is None else scratch_access(scratch, known)
    with open_databases({environment: one}, references, root, elsewhere) as databases:
        resolved = lang.resolve_environments(recipe, lang.resolve_parameters(recipe, {}))
        yield resolved[environment], databases, root


def secrets_of(
    recipe: Recipe, accesses: Mapping[str, Access], statements: Iterable[Statement]
) -> tuple[SecretReference, ...]:
    known = [*accesses.values(), *(a.scratch for a in accesses.values() if a.scratch)]
    names = {name for a in known for _, name in a.secrets}
    names |= {s.key for s in flat(statements) if isinstance(s, Sync) and s.key}
    return secret_references(recipe, names)


def accesses_of(
    recipe: Recipe, names: Iterable[str]
) -> tuple[dict[str, Access], tuple[SecretReference, ...]]:
    """Environments as they are without a parameter given, and the secrets that they need."""
    known = lang.resolve_environments(recipe, lang.resolve_parameters(recipe, {}))
    accesses = {name: access_of(name, known) for name in names}
    return accesses, secrets_of(recipe, accesses, ())


def access_of(name: str, known: Mapping[str, Environment]) -> Access:
    """How to reach an environment, and the server of its scratch databases where that is said."""
    one, said = access(known[name]), known[name].scratch
    if said is None:
        return one
    others = {said: access(known[said])} if said in known else {}
    return replace(one, scratch=scratch_access(said, others))


def project_accesses(root: Path) -> tuple[dict[str, Access], tuple[SecretReference, ...]]:
    """The environments of a project's file, and the secrets that they need."""
    if not (root / PROJECT_FILE).is_file():
        return {}, ()
    recipe = load(root / PROJECT_FILE)
    return accesses_of(recipe, recipe.environments)


def scratch_access(name: str, known: Mapping[str, Access]) -> Access:
    """Where scratch databases live. Raises UsageError for a protected server, or none."""
    if "://" in name:
        return Access(environment=SCRATCH, url=name)
    if name not in known:
        hint = did_you_mean(name, known) or "an environment, or postgresql://…"
        raise UsageError(Diagnostic("unknown-environment", f"no environment {name!r}", hint=hint))
    if known[name].protected:
        message = f"environment {name} is protected: no scratch database is made beside it"
        raise UsageError(Diagnostic("protected-scratch", message, hint="name another server"))
    return replace(known[name], environment=SCRATCH)


def open_databases(
    accesses: Mapping[str, Access],
    references: Iterable[SecretReference],
    root: Path,
    scratch: Access | None = None,
) -> Databases:
    """The databases of environments. Scratch databases live where `scratch` says, else where the
    environments do, else on the private server. Raises UsageError where they say different ones.
    """
    known = {reference.name: reference for reference in references}
    private = Access(environment=SCRATCH, embedded="postgres")
    return Databases(
        {**accesses, SCRATCH: scratch or _said(accesses.values()) or private},
        lambda name: secret.find(known[name], root=root),
        root=root,
    )


def _said(accesses: Iterable[Access]) -> Access | None:
    said = {one.scratch: one.environment for one in accesses if one.scratch}
    if len(said) > 1:
        raise UsageError(
            Diagnostic(
                "two-scratch-servers",
                f"{', '.join(sorted(said.values()))} have their scratch databases on different"
                " servers",
                hint="plan them apart, or let their `scratch` name one server",
            )
        )
    return next(iter(said), None)


@contextmanager
def journals(recipe: Recipe, names: Iterable[str]) -> Iterator[Iterator[tuple[str, Session]]]:
    """Sessions on the environments whose database exists and has a journal, one after another."""
    chosen = tuple(names) or tuple(recipe.environments)
    for name in chosen:
        if name not in recipe.environments:
            hint = did_you_mean(name, recipe.environments)
            raise UsageError(
                Diagnostic("unknown-environment", f"no environment {name!r}", hint=hint)
            )
    accesses, references = accesses_of(recipe, chosen)
    with open_databases(accesses, references, recipe.root) as databases:

        def sessions() -> Iterator[tuple[str, Session]]:
            for name in chosen:
                if databases.exists(name):
                    with databases.session(name, read_only=True) as session:
                        if journal.exists(session):
                            yield name, session

        yield sessions()
