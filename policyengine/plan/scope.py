"""What resolving one policy carries along: the names it may use, and what was found wrong so far."""

from collections import defaultdict
from dataclasses import dataclass, field

from policyengine.language.models import Definition, Policy, Target
from policyengine.plan.nodes import Judged, Named, Outcomes
from policyengine.reading.findings import Finding, Message, Severity
from policyengine.reading.place import KeyPath, Place
from policyengine.reading.yaml_tree import Tree
from policyengine.vocabulary.models import Entity, Vocabulary


@dataclass(slots=True)
class Scope:
    """The names of one policy and its vocabulary; `report` gathers all findings, so that none hides another.

    A part that cannot be resolved is left out of the plan after its finding was reported; a plan with an error is
    never handed out. `meanings` holds the definitions resolved so far, to be expanded where they are used; one with a
    fault has none. `faults` counts what was left out. `uses` are the targets (`$name`) and definitions that each
    definition names, and under `None` those that the rules and indicators do.
    """

    policy: Policy
    vocabulary: Vocabulary
    tree: Tree
    findings: list[Finding] = field(default_factory=list)
    targets: dict[str, Target] = field(init=False)
    definitions: dict[str, Definition] = field(init=False)
    meanings: dict[str, Named | Judged | Outcomes] = field(default_factory=dict)
    faults: int = 0
    within: str | None = None
    uses: defaultdict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.targets = {target.name: target for target in self.policy.targets}
        self.definitions = {definition.name: definition for definition in self.policy.definitions}

    def place(self, at: KeyPath, *, key: bool = False) -> Place:
        """Where the value at a key path, or its key, stands."""
        return self.tree.place(at, key=key)

    def report(self, message: Message, at: KeyPath, *, key: bool = False, **values: object) -> None:
        """Add a finding about the value at a key path, or about its key."""
        self.findings.append(self.tree.finding(message, self.place(at, key=key), **values))
        self.faults += message.severity is Severity.ERROR

    def use(self, name: str) -> None:
        """Note that the part being resolved names a target (`$name`) or a definition."""
        self.uses[self.within].add(name)

    def names_in_use(self) -> set[str]:
        """The targets and definitions that rules and indicators depend on, by way of other definitions too."""
        used: set[str] = set()
        waiting = list(self.uses[None])
        while waiting:
            name = waiting.pop()
            if name not in used:
                used.add(name)
                waiting.extend(self.uses[name])
        return used

    def entity(self, name: str) -> Entity:
        """An entity that a resolved relation or reference leads to."""
        return self.vocabulary.entities[name]
