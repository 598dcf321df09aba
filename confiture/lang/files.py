"""Reads a recipe's files: which there are, where they may lie, and in what order they count."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lark import Token

from confiture.errors import Diagnostic, did_you_mean
from confiture.lang import tree
from confiture.lang.parser import parse
from confiture.text import Source, Span

PROJECT_FILE = "confiture.conf"
MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 16
MAX_FILES = 1_000

_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, eq=False, kw_only=True)
class File:
    """A file as one place sees it; `prefix` is `alias.` for what that place imported."""

    source: Source
    path: Path | None
    folder: Path
    prefix: str
    items: Sequence[tree.Item]
    tokens: Sequence[Token]

    def span(self, node: Any) -> Span:
        """A node's sentence, without the block that it opens."""
        return Span(self.source, tree.start(node), tree.end(node))


@dataclass
class Reading:
    """All files of a recipe, each behind those that it includes, and what is wrong with them."""

    root: Path
    files: list[File] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Words of the sentences that could not be read, and of the files that could not."""
    incomplete: bool = False
    """A file is missing, so names may be, too."""

    def complain(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        self.problems.append(Diagnostic(code, message, span, hint))


def find_root(path: Path) -> Path:
    """The project that a recipe belongs to; see docs/language.md."""
    folder = path.resolve().parent
    for ancestor in (folder, *folder.parents):
        if (ancestor / PROJECT_FILE).exists() or (ancestor / ".confiture").exists():
            return ancestor
    current = Path.cwd().resolve()
    return current if folder.is_relative_to(current) else folder


def read_file(path: Path, *, root: Path) -> Reading:
    """A recipe file and all that it includes and imports."""
    reading = Reading(root=root)
    source = _read(reading, path.resolve(), str(path), None)
    if source is None:
        reading.incomplete = True
    else:
        _add(reading, source, path.resolve(), prefix="", chain=(path.resolve(),))
    return reading


def read_text(text: str, *, name: str, root: Path) -> Reading:
    """A recipe text, whose relative paths begin at the root, and all that it includes."""
    reading = Reading(root=root)
    _add(reading, Source(name, text), None, prefix="", chain=())
    return reading


def string(raw: str) -> str | None:
    """What a quoted string says, or None where it has an unknown escape."""
    body = raw[1:-1]
    if "\\" not in body:
        return body
    if any(match[1] not in _ESCAPED for match in _ESCAPE.finditer(body)):
        return None
    return _ESCAPE.sub(lambda match: _ESCAPED[match[1]], body)


def locate(root: Path, folder: Path, said: str) -> Path | None:
    """The absolute path that `said` means in `folder`, or None where it leaves the project."""
    try:
        path = (folder / said).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return path if path.is_relative_to(root) else None


def _add(
    reading: Reading, source: Source, path: Path | None, *, prefix: str, chain: tuple[Path, ...]
) -> None:
    parsed = parse(source)
    reading.problems.extend(parsed.problems)
    reading.unread.update(parsed.unread)
    file = File(
        source=source,
        path=path,
        folder=path.parent if path is not None else reading.root,
        prefix=prefix,
        items=parsed.items,
        tokens=parsed.tokens,
    )
    for item in parsed.items:
        if isinstance(item, tree.Include):
            _follow(reading, file, item.path, prefix=prefix, chain=chain)
        elif isinstance(item, tree.Import):
            _follow(reading, file, item.path, prefix=f"{prefix}{item.name}.", chain=chain)
    reading.files.append(file)


def _follow(
    reading: Reading, file: File, said: Token, *, prefix: str, chain: tuple[Path, ...]
) -> None:
    """Read an included or imported file, unless its names are there already."""
    span = file.span(said)
    path = locate(reading.root, file.folder, string(said) or "")
    if path is None:
        reading.incomplete = True
        reading.complain(
            "outside-project",
            f"{said} lies outside of the project",
            span,
            "a project is the folder of `confiture.conf`, with all below it",
        )
        return
    if any(known.path == path and known.prefix == prefix for known in reading.files):
        return
    name = os.path.normpath(Path(file.source.name).parent / (string(said) or ""))
    if path in chain:
        steps = [*chain[chain.index(path) :], path]
        shown = " → ".join(_shown(reading.root, step) for step in steps)
        reading.complain("include-cycle", f"{_shown(reading.root, path)} reads itself", span, shown)
    elif len(chain) >= MAX_DEPTH or len(reading.files) >= MAX_FILES:
        reading.incomplete = True
        what = f"{MAX_DEPTH} deep" if len(chain) >= MAX_DEPTH else f"{MAX_FILES:_} in all"
        reading.complain("too-large", f"more than {what}: files that read files", span)
    elif (source := _read(reading, path, name, span)) is None:
        reading.incomplete = True
    else:
        _add(reading, source, path, prefix=prefix, chain=(*chain, path))


def _shown(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _read(reading: Reading, path: Path, name: str, span: Span | None) -> Source | None:
    """A file's text, or None after a complaint at `span`, or at the file where that is None."""
    place = span if span is not None else Span(Source(name, ""), 0, 0)
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is missing"
            reading.complain("no-file", f"file {name} {what}", place, _similar(path))
            return None
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        reading.complain("no-file", f"file {name}: {why}", place)
        return None
    if len(data) > MAX_BYTES:
        reading.complain("too-large", f"file {name} has more than {MAX_BYTES >> 20} MiB", place)
        return None
    return _decode(reading, data, name)


def _decode(reading: Reading, data: bytes, name: str) -> Source | None:
    try:
        return Source(name, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        source = Source(name, data.decode("utf-8", errors="replace"))
        reading.complain(
            "not-utf-8",
            f"byte {error.start} is not UTF-8",
            Span(source, len(good), len(good) + 1),
            "save the file as UTF-8",
        )
        return None


def _similar(path: Path) -> str | None:
    def siblings() -> Iterator[str]:
        if path.parent.is_dir():
            yield from (entry.name for entry in path.parent.iterdir())

    return did_you_mean(path.name, siblings())
