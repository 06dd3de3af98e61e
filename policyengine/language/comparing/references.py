"""Which parts of a policy rest on which targets and definitions, over any number of steps."""

from collections.abc import Iterator, Mapping

from policyengine.language.located import Frozen
from policyengine.language.models import Entry, Policy, TargetName

Reference = tuple[str, str]
"""`targets` or `definitions`, and a name."""


def users(policy: Policy) -> Mapping[Reference, tuple[str, ...]]:
    """For each target and definition in use, the rules, indicators and consequences that rest on it, in order."""
    within = {part.name: frozenset(_named(part, policy)) for part in policy.definitions}
    found: dict[Reference, dict[str, None]] = {}
    named = [(part.id, part) for part in policy.rules]
    named_too = [(part.name, part) for part in policy.indicators]
    following = [(part.id, part) for part in policy.consequences]
    for name, part in (*named, *named_too, *following):
        for reference in _closure(frozenset(_named(part, policy)), within):
            found.setdefault(reference, {})[name] = None
    return {reference: tuple(names) for reference, names in found.items()}


def _named(part: object, policy: Policy) -> Iterator[Reference]:
    """The targets and definitions that a part names itself."""
    if isinstance(part, tuple):
        for each in part:
            yield from _named(each, policy)
    elif isinstance(part, TargetName):
        yield "targets", part.name
    elif isinstance(part, Frozen):
        if isinstance(part, Entry) and any(each.name == part.name for each in policy.definitions):
            yield "definitions", part.name
        for name in type(part).model_fields:
            yield from _named(getattr(part, name), policy)


def _closure(references: frozenset[Reference], within: Mapping[str, frozenset[Reference]]) -> frozenset[Reference]:
    seen: set[Reference] = set()
    waiting = list(references)
    while waiting:
        kind, name = reference = waiting.pop()
        if reference not in seen:
            seen.add(reference)
            waiting += within.get(name, ()) if kind == "definitions" else ()
    return frozenset(seen)
