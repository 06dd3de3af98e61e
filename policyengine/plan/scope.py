"""What resolving one policy carries along: the names it may use, and what was found wrong so far."""

from dataclasses import dataclass, field

from policyengine.language.models import Definition, Policy, Target
from policyengine.plan.nodes import Judged, Named, Outcomes
from policyengine.reading.findings import Finding, Message
from policyengine.reading.place import KeyPath, Place
from policyengine.reading.yaml_tree import Tree
from policyengine.vocabulary.models import Entity, Vocabulary


@dataclass(slots=True)
class Scope:
    """The names of one policy and its vocabulary; `report` gathers all findings, so that none hides another.

    A part that cannot be resolved is left out of the plan after its finding was reported; a plan with an error is
    never handed out. `meanings` holds the definitions resolved so far, to be expanded where they are used.
    """

    policy: Policy
    vocabulary: Vocabulary
    tree: Tree
    findings: list[Finding] = field(default_factory=list)
    targets: dict[str, Target] = field(init=False)
    definitions: dict[str, Definition] = field(init=False)
    meanings: dict[str, Named | Judged | Outcomes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.targets = {target.name: target for target in self.policy.targets}
        self.definitions = {definition.name: definition for definition in self.policy.definitions}

    def place(self, at: KeyPath, *, key: bool = False) -> Place:
        """Where the value at a key path, or its key, stands."""
        return self.tree.place(at, key=key)

    def report(self, message: Message, at: KeyPath, *, key: bool = False, **values: object) -> None:
        """Add a finding about the value at a key path, or about its key."""
        self.findings.append(self.tree.finding(message, self.place(at, key=key), **values))

    def entity(self, name: str) -> Entity:
        """An entity that a resolved relation or reference leads to."""
        return self.vocabulary.entities[name]
