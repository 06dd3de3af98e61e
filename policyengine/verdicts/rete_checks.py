"""Productions are measured against every limit of the engine before it sees them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from policyengine.reading.text import Text
from policyengine.verdicts.productions import KIND, Pattern, Production
from policyengine.verdicts.rete_encoding import Condition, Path
from policyengine.verdicts.rete_limits import (
    MOST_BRANCHES,
    MOST_CONDITIONS_MET,
    MOST_KINDS,
    MOST_PATTERNS,
    MOST_PRODUCTIONS,
    MOST_USES,
    beyond,
    refused_production,
    text_problem,
)


def check_form(productions: Sequence[Production]) -> None:
    """Each production for itself: its name, the number of its patterns, their texts. Raises `ChainingRefusedError`."""
    seen: set[str] = set()
    for number, production in enumerate(productions):
        if number == MOST_PRODUCTIONS:
            raise beyond(production.name, Text("产生式", "productions"), MOST_PRODUCTIONS)
        if production.name in seen:
            raise refused_production(production.name, Text("名称重复", "its name is used twice"))
        seen.add(production.name)
        if not production.patterns:
            raise refused_production(production.name, Text("没有条件", "it has no patterns"))
        if len(production.patterns) > MOST_PATTERNS:
            raise beyond(production.name, Text("条件", "patterns in it"), MOST_PATTERNS)
        for pattern in production.patterns:
            _check_pattern(production, pattern)


def _check_pattern(production: Production, pattern: Pattern) -> None:
    names = [KIND, *(name for name, _ in pattern.where)]
    for text in (*names, pattern.kind, *(value for _, value in pattern.where)):
        if problem := text_problem(text):
            raise refused_production(production.name, problem)
    for name, following in pairwise(sorted(names)):
        if name == following:
            raise refused_production(
                production.name,
                Text(f"同一条件两次限定 `{name}`", f"one of its patterns asks for `{name}` twice"),
            )


def check_network(productions: Sequence[Production], paths: Sequence[Sequence[Path]]) -> None:
    """All productions together, whose patterns make these paths: how often and how many conditions.

    Raises `ChainingRefusedError`, which names the first production beyond a limit.
    """
    uses: defaultdict[Path, int] = defaultdict(int)
    below: defaultdict[Path, set[Condition]] = defaultdict(set)
    met: defaultdict[Condition, set[tuple[str, ...]]] = defaultdict(set)
    for name, path in _each_path(productions, paths):
        uses[path] += 1
        if uses[path] > MOST_USES:
            raise beyond(name, Text("同一条件的用处", "uses of one pattern"), MOST_USES)
        for depth, condition in enumerate(path):
            below[path[:depth]].add(condition)
            # Conditions on one property exclude each other: of each sequence of properties a fact meets one at most.
            met[path[0]].add(tuple(prop for prop, _ in path[1 : depth + 1]))
            if len(below[path[:depth]]) > MOST_BRANCHES:
                raise beyond(name, Text("并列的不同条件", "different conditions side by side"), MOST_BRANCHES)
        if len(below[()]) > MOST_KINDS:
            raise beyond(name, Text("事实种类", "kinds of facts"), MOST_KINDS)
        if len(met[path[0]]) > MOST_CONDITIONS_MET:
            raise beyond(
                name, Text("一条事实可同时满足的条件", "conditions that one fact may meet"), MOST_CONDITIONS_MET
            )


def _each_path(productions: Sequence[Production], paths: Sequence[Sequence[Path]]) -> Iterable[tuple[str, Path]]:
    for production, own in zip(productions, paths, strict=True):
        for path in own:
            yield production.name, path
