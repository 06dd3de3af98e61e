"""From a case file to its suite: the policy that it tests, its cases, and the changes that they need not notice."""

from pathlib import Path

from policyengine.authoring.cases import keys, messages
from policyengine.authoring.cases.groups import Given, Scope, read_tests
from policyengine.authoring.cases.model import Suite, Survivor
from policyengine.authoring.cases.rows import columns_of
from policyengine.authoring.cases.targets import open_targets
from policyengine.language.load import read_policy
from policyengine.language.words import read_words
from policyengine.plan.check import make_plan
from policyengine.plan.planned import Plan
from policyengine.plan.ready import vocabulary_of
from policyengine.reading.errors import FindingsError, PolicyError
from policyengine.reading.findings import has_errors
from policyengine.reading.nodes import SequenceNode
from policyengine.reading.shapes import Fields, Part, Reader, sound
from policyengine.reading.yaml_tree import read_tree
from policyengine.vocabulary.load import load_vocabulary
from policyengine.vocabulary.models import Vocabulary

SUFFIX = ".cases.yaml"
POLICIES = "policies"


class CasesError(FindingsError):
    """A case file that cannot be used."""


def read_suite(path: Path) -> Suite:
    """The cases of a file.

    Raises `CasesError` with all findings, `PolicyError` where the policy itself has errors, and
    `UnreadableInputError` for a vocabulary that there is not.
    """
    reader = Reader(read_tree(path))
    suite = None
    fields = None if reader.tree.root is None else reader.keyed(Part(reader.tree.root, ()), keys.FILE)
    if fields is not None:
        suite = _suite(reader, fields, path)
    findings = [*reader.tree.findings, *reader.findings]
    if suite is None or has_errors(findings):
        raise CasesError(findings)
    return suite


def _suite(reader: Reader, fields: Fields, path: Path) -> Suite | None:
    policy = fields.read(reader, "cases", lambda reader, part: _policy(reader, part, path.resolve().parent))
    if policy is None:
        return None
    plan, vocabulary = _plan(reader, fields, policy, path.parent)
    scope = Scope(plan, columns_of(plan, vocabulary), open_targets(plan))
    cases = tuple(read_tests(reader, fields, Given(), scope))
    survivors = fields.get("survivors")
    listed = () if survivors is None else reader.items(survivors) or ()
    return Suite(str(path), plan, vocabulary, cases, sound(_survivor(reader, item, scope) for item in listed))


def _policy(reader: Reader, part: Part, folder: Path) -> Path | None:
    """The policy's file: a path from the case file, or a name that is sought beside it and in folders above."""
    name = reader.scalar(part)
    if name is None:
        return None
    file = name if name.endswith((".yaml", ".yml")) else f"{name}.yaml"
    around = [folder / file, *(above / POLICIES / file for above in (folder, *folder.parents))]
    found = next((path for path in around if path.is_file()), None)
    if found is None:
        reader.report(messages.NO_POLICY, part.place, name=name)
    return found


def _plan(reader: Reader, fields: Fields, path: Path, folder: Path) -> tuple[Plan, Vocabulary]:
    policy, tree, findings = read_policy(path)
    if policy is None:
        raise PolicyError(findings)
    part = fields.get("vocabulary")
    names = () if part is None else _names(reader, part)
    vocabulary = load_vocabulary(names, folder) if names else vocabulary_of(policy)
    return make_plan(policy, vocabulary, tree), vocabulary


def _names(reader: Reader, part: Part) -> tuple[str, ...]:
    return read_words(reader, part) if isinstance(part.node, SequenceNode) else sound([reader.scalar(part)])


def _survivor(reader: Reader, part: Part, scope: Scope) -> Survivor | None:
    fields = reader.keyed(part, keys.SURVIVOR)
    if fields is None:
        return None
    rule = fields.read(reader, "rule", Reader.scalar)
    reading = fields.read(reader, "reading", Reader.scalar)
    change = fields.read(reader, "change", Reader.scalar)
    reason = fields.read(reader, "reason", Reader.scalar)
    if rule is None or change is None or reason is None or scope.rule(reader, fields, rule, reading) is None:
        return None
    return Survivor(rule, reading, change, reason, part.place)
