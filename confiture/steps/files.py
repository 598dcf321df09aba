"""Files that a step runs: named in the plan with their digests, read when it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from confiture.ddl.files import SqlFile
from confiture.errors import Diagnostic, StalePlan
from confiture.steps.abc import Work


@dataclass(frozen=True, kw_only=True)
class FileReference:
    """`path` is relative to the project's root, `sha256` that of the bytes."""

    path: str
    sha256: str


def references(files: Iterable[SqlFile]) -> tuple[FileReference, ...]:
    return tuple(FileReference(path=file.name, sha256=file.sha256) for file in files)


def load(references: Iterable[FileReference], work: Work) -> tuple[SqlFile, ...]:
    """The files as the plan knew them. Raises StalePlan when one has changed."""
    files = tuple(work.read(reference.path) for reference in references)
    changed = [
        file.name
        for file, reference in zip(files, references, strict=True)
        if file.sha256 != reference.sha256
    ]
    if changed:
        raise StalePlan(
            Diagnostic(
                "files-changed",
                f"changed since the plan was made: {', '.join(changed)}",
                hint="make a new plan",
            )
        )
    return files
