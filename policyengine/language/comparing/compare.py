"""What has changed from one version of a policy to another, by meaning."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from policyengine.language.comparing.changes import Aspect, Change, Difference, Section, What
from policyengine.language.comparing.meaning import UNCHANGED, Names
from policyengine.language.comparing.parts import (
    Keys,
    Said,
    consequence_keys,
    definition_keys,
    head_keys,
    indicator_keys,
    passage_keys,
    rule_keys,
    target_keys,
)
from policyengine.language.comparing.references import users
from policyengine.language.models import Policy

Part = TypeVar("Part")
Identity = Callable[[Keys], Hashable]

DUTY = ("subject", "modality", "when", "measure", "require", "evidence", "due")


def compare(old: Policy, new: Policy) -> Difference:
    """The changes from `old` to `new`.

    Order, layout, comments and the spelling of numbers are no change. A rule, target, definition, indicator or
    consequence under another name that means the same is renamed, and what names it has not changed for that.
    """
    names = _renamed(old, new)
    changes = [
        *_head(old, new),
        *_changes(Section.TARGETS, _targets(old), _targets(new), names.targets),
        *_changes(Section.DEFINITIONS, _definitions(old, names), _definitions(new), names.definitions),
        *_changes(Section.RULES, _rules(old, names), _rules(new), names.rules),
        *_changes(Section.INDICATORS, _indicators(old, names), _indicators(new), _indicator_names(old, new, names)),
        *_changes(Section.CONSEQUENCES, _consequences(old, names), _consequences(new), names.consequences),
        *_changes(Section.UNCODIFIED, _passages(old, names), _passages(new), {}),
    ]
    known = {rule.id for rule in new.rules}
    continued = {rule.id: names.rules.get(rule.id, rule.id) for rule in old.rules}
    kept = {before: after for before, after in continued.items() if after in known}
    return Difference(tuple(_with_users(changes, new)), kept)


def _renamed(old: Policy, new: Policy) -> Names:
    """What is called otherwise in the new version; names within names first, so that those over them are found."""
    names = replace(UNCHANGED, targets=_pairs(_targets(old), _targets(new), _by("value", "unit", "label")))
    demanded = (_by("subject", "where", "judged", "cases", "otherwise"),)
    while True:
        found = _pairs(_definitions(old, names), _definitions(new), *demanded)
        if found == names.definitions:
            break
        names = replace(names, definitions=found)
    rules = _pairs(_rules(old, names), _rules(new), _by(*DUTY, "cite"), _by(*DUTY, "title"))
    names = replace(names, rules=rules)
    while True:
        found = _pairs(_consequences(old, names), _consequences(new), _by("subject", "when", "then"))
        if found == names.consequences:
            return names
        names = replace(names, consequences=found)


def _by(*keys: str) -> Identity:
    return lambda said: tuple(said[key].means if key in said else None for key in keys)


def _pairs(old: Mapping[str, Keys], new: Mapping[str, Keys], *identities: Identity) -> dict[str, str]:
    """Old names that are gone, each with a new one under which the same is said, in the order of the files."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    found: dict[str, str] = {}
    for identity in identities:
        waiting: dict[Hashable, list[str]] = {}
        for name in come:
            if name not in found.values():
                waiting.setdefault(identity(new[name]), []).append(name)
        for name in gone:
            if name not in found and (alike := waiting.get(identity(old[name]))):
                found[name] = alike.pop(0)
    return found


# --- the parts of one version, by name --------------------------------------------------------------------------------


def _targets(policy: Policy) -> dict[str, Keys]:
    return {part.name: target_keys(part) for part in policy.targets}


def _definitions(policy: Policy, names: Names = UNCHANGED) -> dict[str, Keys]:
    return {part.name: definition_keys(part, names) for part in policy.definitions}


def _rules(policy: Policy, names: Names = UNCHANGED) -> dict[str, Keys]:
    return {part.id: rule_keys(part, policy.period, names) for part in policy.rules}


def _indicators(policy: Policy, names: Names = UNCHANGED) -> dict[str, Keys]:
    return {part.name: indicator_keys(part, names) for part in policy.indicators}


def _indicator_names(old: Policy, new: Policy, names: Names) -> dict[str, str]:
    return _pairs(_indicators(old, names), _indicators(new), _by("subject", "index"))


def _consequences(policy: Policy, names: Names = UNCHANGED) -> dict[str, Keys]:
    return {part.id: consequence_keys(part, names) for part in policy.consequences}


def _passages(policy: Policy, names: Names = UNCHANGED) -> dict[str, Keys]:
    return {
        part.section if part.quote is None else f"{part.section} “{part.quote}”": passage_keys(part, names)
        for part in policy.uncodified
    }


# --- what is said otherwise -------------------------------------------------------------------------------------------


def _head(old: Policy, new: Policy) -> Iterator[Change]:
    aspects = tuple(_aspects(head_keys(old), head_keys(new)))
    if aspects:
        yield Change(Section.POLICY, What.CHANGED, new.name, aspects)


def _changes(
    section: Section, old: Mapping[str, Keys], new: Mapping[str, Keys], names: Mapping[str, str]
) -> Iterator[Change]:
    """What was removed stands where it stood; what was added, changed or renamed follows in the new order."""
    for name in old:
        if name not in names and name not in new:
            yield Change(section, What.REMOVED, name, tuple(_aspects(old[name], {})))
    former = {after: before for before, after in names.items()}
    for name, said in new.items():
        before = former.get(name, name)
        if before not in old:
            yield Change(section, What.ADDED, name, tuple(_aspects({}, said)))
            continue
        aspects = tuple(_aspects(old[before], said))
        if before != name:
            yield Change(section, What.RENAMED, name, aspects, before, recorded="evidence" in said)
        elif aspects:
            yield Change(section, What.CHANGED, name, aspects)


def _aspects(old: Keys, new: Keys, above: str = "") -> Iterator[Aspect]:
    """The keys that mean something else; named things within, each by itself where it is in both versions."""
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before is not None and after is not None and before.parts and after.parts:
            yield from _aspects(before.parts, after.parts, f"{above}{key}.")
        elif (before and before.means) != (after and after.means):
            yield Aspect(f"{above}{key}", _words(before), _words(after))


def _words(said: Said | None) -> str:
    return "" if said is None else said.words


def _with_users(changes: Sequence[Change], new: Policy) -> Iterator[Change]:
    used = users(new)
    for change in changes:
        if change.what is What.CHANGED and change.section in (Section.TARGETS, Section.DEFINITIONS):
            yield replace(change, affects=used.get((change.section.value, change.name), ()))
        else:
            yield change
