"""`sync A into B { … }`."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from confiture.errors import Diagnostic, did_you_mean
from confiture.lang import tree
from confiture.lang.maskings import pattern, rules, text
from confiture.lang.scope import Here, said
from confiture.lang.settings import read, without_parameters
from confiture.lang.targets import environment
from confiture.lang.vocabulary import SYNC, SYNC_WORKERS
from confiture.model.declarations import Masking, Reference
from confiture.model.recipe import CHECKS, Pattern, Skip, Sync, TableRules


def sync(here: Here, node: tree.Sync) -> Sync | None:
    source, target = environment(here, node.source), environment(here, node.target)
    settings = read(here, [c for c in node.clauses if isinstance(c, tree.Setting)], SYNC)
    key = settings["key"].value if "key" in settings else None
    plain = without_parameters(here, settings)
    takes = [c.patterns for c in node.clauses if isinstance(c, tree.Take)]
    found = Sync(
        source=source or "",
        target=target or "",
        key=key.name if isinstance(key, Reference) else None,
        release=str(plain["release"]) if "release" in plain else None,
        workers=_workers(plain.get("workers")),
        takes=_patterns(here, [token for tokens in takes for token in tokens]),
        skips=_skips(here, node),
        masks=_masks(here, node),
        keep_others=_keep_others(here, node),
        checks=_checks(here, node),
        span=here.span(node),
    )
    if source is None or target is None:
        return None
    if source == target:
        message = f"{said(source)} cannot be copied into itself"
        here.complain("same-environment", message, node.target)
    if key is None and not any(
        c.name == "key" for c in node.clauses if isinstance(c, tree.Setting)
    ):
        _complain_without_key(here, found)
    return found


def _workers(said_workers: object) -> int:
    return said_workers if isinstance(said_workers, int) else SYNC_WORKERS


def _patterns(here: Here, tokens: Sequence[Token]) -> tuple[Pattern, ...]:
    found = (pattern(here, token) for token in tokens)
    return tuple(one for one in found if one is not None)


def _skips(here: Here, node: tree.Sync) -> tuple[Skip, ...]:
    return tuple(
        Skip(
            patterns=_patterns(here, clause.patterns),
            reason=text(here, clause.reason),
            span=here.span(clause),
        )
        for clause in node.clauses
        if isinstance(clause, tree.Skip)
    )


def _masks(here: Here, node: tree.Sync) -> tuple[TableRules, ...]:
    found = []
    for clause in node.clauses:
        if not isinstance(clause, tree.Mask):
            continue
        own = rules(here, clause.rules or ())
        using = _using(here, clause.using or ())
        table = pattern(here, clause.table)
        if table is not None:
            found.append(TableRules(table=table, using=using, rules=own, span=here.span(clause)))
    return tuple(found)


def _using(here: Here, names: Sequence[Token]) -> tuple[Masking, ...]:
    found = (here.find(name, tree.Masking) for name in names)
    known = here.scope.maskings
    return tuple(known[one.name] for one in found if one is not None)


def _keep_others(here: Here, node: tree.Sync) -> str | None:
    found = [clause for clause in node.clauses if isinstance(clause, tree.KeepOthers)]
    for extra in found[1:]:
        here.complain("duplicate-clause", "`keep others` stands twice in a sync", extra)
    return text(here, found[0].reason) if found else None


def _checks(here: Here, node: tree.Sync) -> tuple[str, ...]:
    words = [w for c in node.clauses if isinstance(c, tree.Prove) for w in c.checks]
    for word in words:
        if word not in CHECKS:
            hint = did_you_mean(word, CHECKS) or "known are " + ", ".join(CHECKS)
            here.complain("unknown-check", f"no check {said(word)}", word, hint)
    return tuple(dict.fromkeys(str(word) for word in words))


def _complain_without_key(here: Here, sync: Sync) -> None:
    """Keyed masks have no default key: without one they would be as good as none."""
    calls = (
        rule.mask
        for table in sync.masks
        for rule in (*(r for masking in table.using for r in masking.rules), *table.rules)
        if rule.mask is not None
    )
    keyed = next((call for call in calls if here.scope.masks[call.mask].keyed), None)
    if keyed is None:
        return
    message = f"mask {said(keyed.mask)} needs a key, and the sync has none"
    hint = 'add `key = NAME`, with `secret NAME = env("CONFITURE_MASKING_KEY")`'
    here.scope.problems.append(Diagnostic("missing-key", message, sync.span, hint))
