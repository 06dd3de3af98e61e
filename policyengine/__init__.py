"""Policy plans as declarative rules, evaluated to compliance verdicts with traceable citations.

Policy text becomes checked rules, rules become a plan, an engine runs the plan over facts, its outcomes become verdicts
with citations, and explanations say why. Read the package in this order; imports run only one way, up this list:

    semantics     truth after Kleene, exact intervals
    reading       YAML with places, numbers, findings, messages in Chinese and English
    backends      where queries run: Polars, DuckDB, PostgreSQL, Spark
    vocabulary    what rules may talk about
    language      what a policy says, and what another version of it says otherwise
    sources       the plan's own text: sentences, quotes, the ledger that accounts for each sentence
    facts         what is known
    plan          rules made ready: every name has one meaning
    engine        a plan run over facts: the reference engine, and the fast one over columns
    verdicts      what follows: status, gap, reasons, citations, consequences
    explain       why a verdict was given, under which clause
    reports       what offices read of verdicts: what to put right, what to find out, workbooks and pages
    live          facts that change row by row, and what changes with them
    pipeline      the main path on one page
    authoring     for policy staff: case files, changed rules, versions compared, what falls due, demo registries
    audit         for auditors: runs on record, and the ledger that proves them unaltered
    interfaces    doors, no logic: the command line

The public names below are loaded when first used.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policyengine.audit.recording import Recording, record
    from policyengine.authoring.demo import make_demo
    from policyengine.authoring.due import Coming, coming_due
    from policyengine.facts.read import read_facts
    from policyengine.facts.refusals import FactsError
    from policyengine.facts.tables import FactBase
    from policyengine.language.load import load_policy
    from policyengine.language.models import Policy
    from policyengine.language.statuses import Status
    from policyengine.language.waivers import Waiver, load_waivers
    from policyengine.live.changes import ConsequenceChange, VerdictChange
    from policyengine.live.errors import LiveError
    from policyengine.live.session import LiveSession
    from policyengine.pipeline import evaluate, evaluate_all, explain, live
    from policyengine.plan.ready import check_policy, vocabulary_of
    from policyengine.reading.errors import PolicyEngineError, PolicyError, UnreadableInputError
    from policyengine.verdicts.consequence_frame import Consequences
    from policyengine.verdicts.consequences import Conclusion
    from policyengine.verdicts.verdict import Verdict
    from policyengine.verdicts.verdicts import Verdicts
    from policyengine.vocabulary.load import load_vocabulary
    from policyengine.vocabulary.models import Vocabulary

__all__ = [
    "Coming",
    "Conclusion",
    "ConsequenceChange",
    "Consequences",
    "FactBase",
    "FactsError",
    "LiveError",
    "LiveSession",
    "Policy",
    "PolicyEngineError",
    "PolicyError",
    "Recording",
    "Status",
    "UnreadableInputError",
    "Verdict",
    "VerdictChange",
    "Verdicts",
    "Vocabulary",
    "Waiver",
    "check_policy",
    "coming_due",
    "evaluate",
    "evaluate_all",
    "explain",
    "live",
    "load_policy",
    "load_vocabulary",
    "load_waivers",
    "make_demo",
    "read_facts",
    "record",
    "vocabulary_of",
]

_HOMES = {
    "Coming": "authoring.due",
    "Conclusion": "verdicts.consequences",
    "ConsequenceChange": "live.changes",
    "Consequences": "verdicts.consequence_frame",
    "FactBase": "facts.tables",
    "FactsError": "facts.refusals",
    "LiveError": "live.errors",
    "LiveSession": "live.session",
    "Policy": "language.models",
    "PolicyEngineError": "reading.errors",
    "PolicyError": "reading.errors",
    "Recording": "audit.recording",
    "Status": "language.statuses",
    "UnreadableInputError": "reading.errors",
    "Verdict": "verdicts.verdict",
    "VerdictChange": "live.changes",
    "Verdicts": "verdicts.verdicts",
    "Vocabulary": "vocabulary.models",
    "Waiver": "language.waivers",
    "check_policy": "plan.ready",
    "coming_due": "authoring.due",
    "evaluate": "pipeline",
    "evaluate_all": "pipeline",
    "explain": "pipeline",
    "live": "pipeline",
    "load_policy": "language.load",
    "load_vocabulary": "vocabulary.load",
    "load_waivers": "language.waivers",
    "make_demo": "authoring.demo",
    "read_facts": "facts.read",
    "record": "audit.recording",
    "vocabulary_of": "plan.ready",
}


class _Package(ModuleType):
    """A package of whose names none becomes a module: `explain` is the function, though a folder is called so too."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    """A public name, loaded when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
