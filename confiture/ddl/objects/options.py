"""Lists of options, as several kinds of objects have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from confiture.model.names import literal


def option_list(options: Iterable[str]) -> str:
    """`name=value` pairs as WITH takes them: values as strings, since any text may be there."""
    pairs = (option.partition("=") for option in options)
    return ", ".join(f"{name}={literal(value).strip()}" for name, _, value in pairs)


def changed_options(subject: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """ALTER statements from some storage parameters to others."""
    if set(new) - set(old):
        yield f"{subject} set ({option_list(option for option in new if option not in old)})"
    named = {option.partition("=")[0] for option in new}
    gone = [name for option in old if (name := option.partition("=")[0]) not in named]
    if gone:
        yield f"{subject} reset ({', '.join(gone)})"


def server_options(options: Iterable[tuple[str, str]]) -> str:
    """The OPTIONS clause of a foreign object; empty without options."""
    pairs = ", ".join(f"{name} {literal(value).strip()}" for name, value in options)
    return f"options ({pairs})" if pairs else ""


def changed_server_options(
    subject: str, old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """An ALTER statement from some options of a foreign object to others."""
    before, after = dict(old), dict(new)
    parts = [f"drop {name}" for name in before if name not in after]
    for name, value in after.items():
        if before.get(name) != value:
            verb = "set" if name in before else "add"
            parts.append(f"{verb} {name} {literal(value).strip()}")
    if parts:
        yield f"{subject} options ({', '.join(parts)})"
