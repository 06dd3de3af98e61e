"""From a policy's file to a plan that is fit to run, with everything that stands in its way."""

from dataclasses import dataclass, field
from pathlib import Path

from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.plan.check import check
from policyengine.plan.planned import Plan
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding, Severity, in_order
from policyengine.reading.yaml_tree import Tree
from policyengine.sources.check import check_sources
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary
from policyengine.vocabulary.models import Vocabulary


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a policy's file yields.

    `readable` is false where no text could be read at all; there is no vocabulary where the policy or its vocabulary
    cannot be used, and no plan where any finding is an error.
    """

    readable: bool
    findings: tuple[Finding, ...]
    vocabulary: Vocabulary | None = field(default=None, repr=False)
    plan: Plan | None = field(default=None, repr=False)


def check_policy(path: str | Path, *, jurisdiction: Jurisdiction | None = None, sources: Path | None = None) -> Checked:
    """Everything that is wrong with a policy's file, its names and its rules, and the plan if it is fit to run.

    `sources` is a folder with the plans' texts: quotes are sought in `<policy>.txt`, and every sentence of it is to be
    accounted for; a fault in that does not keep a plan from running. Raises `UnreadableInputError` for a vocabulary
    that there is not.
    """
    return check_read(*read_policy(path), jurisdiction=jurisdiction, sources=sources)


def check_read(
    policy: Policy | None,
    tree: Tree,
    findings: tuple[Finding, ...],
    *,
    jurisdiction: Jurisdiction | None = None,
    sources: Path | None = None,
) -> Checked:
    """`check_policy` for what `read_policy` has made of a file."""
    if policy is None:
        return Checked(tree.source is not None, findings)
    if sources is not None:
        findings = (*findings, *check_sources(policy, tree, sources)[1])
    try:
        vocabulary = vocabulary_of(policy)
    except PolicyError as error:
        return Checked(True, in_order((*findings, *error.findings)))
    ready, more = check(policy, vocabulary, tree, jurisdiction=jurisdiction)
    return Checked(True, in_order((*findings, *more)), vocabulary, ready)


def plan_of(checked: Checked) -> tuple[Plan, Vocabulary]:
    """The plan and its vocabulary. Raises `PolicyError` with the findings that stand in their way."""
    if checked.plan is None or checked.vocabulary is None:
        raise PolicyError(finding for finding in checked.findings if finding.severity is Severity.ERROR)
    return checked.plan, checked.vocabulary


def vocabulary_of(policy: Policy) -> Vocabulary:
    """The vocabulary that a policy names; paths start from the folder of the policy's file."""
    return load_vocabulary(policy.vocabulary or (DEFAULT_VOCABULARY,), Path(policy.file).parent)
