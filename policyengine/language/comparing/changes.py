"""What has changed between two versions of a policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """Where in a policy a change is; all but `policy`, which is its head, are the file's own keys."""

    POLICY = "policy"
    TARGETS = "targets"
    DEFINITIONS = "definitions"
    RULES = "rules"
    INDICATORS = "indicators"
    CONSEQUENCES = "consequences"
    UNCODIFIED = "uncodified"


class What(StrEnum):
    """What happened to a part; what is renamed may be changed too, in words that are no part of what it demands."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One key of a part that says something else: what it said before and says now, as one line of YAML.

    A key within is written with dots (`readings.each.measure`); an empty text is a key that is not there.
    """

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part that means something else.

    `name` is its name now, of a removed part the one it had; `formerly` the other name of one that is renamed. Of a
    target or definition, `affects` names the rules, indicators and consequences of the new version that rest on it.
    `recorded` says that a renamed rule is proved by records of work, which name their rule.
    """

    section: Section
    what: What
    name: str
    aspects: tuple[Aspect, ...] = ()
    formerly: str | None = None
    affects: tuple[str, ...] = ()
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one version to another, by section, in the order of the files; `rules` leads from the rules of
    the old version to those of the new one that continue them.
    """

    changes: tuple[Change, ...]
    rules: Mapping[str, str]
