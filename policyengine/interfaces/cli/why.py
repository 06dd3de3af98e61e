"""`policyengine why`: why a rule says what it says of a subject."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli.inputs import facts_from, plan_from, waivers_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import (
    AsOfOption,
    FactsOption,
    JurisdictionOption,
    LangOption,
    RefusalsOption,
    UnmaskOption,
    WaiversOption,
)
from policyengine.interfaces.cli.output import say
from policyengine.interfaces.cli.refused import refusing
from policyengine.pipeline import explain_planned

NAME = "why"
HELP = both("说明一条规则对一个对象为何得出这一结论。", "Explain why a rule says what it says of a subject.")


class Format(StrEnum):
    """How the explanation is written."""

    TEXT = "text"
    JSON = "json"


def command(
    *,
    policy: Annotated[Path, typer.Argument(metavar="POLICY", help=both("方案文件", "a policy file"))],
    rule: Annotated[str, typer.Argument(metavar="RULE", help=both("规则的编号", "the rule's id"))],
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help=both("对象的编号", "the subject's id"))],
    facts: FactsOption,
    as_of: AsOfOption = None,
    jurisdiction: JurisdictionOption = None,
    waivers: WaiversOption = None,
    output: Annotated[Format, typer.Option("--format", help=both("输出格式", "how it is written"))] = Format.TEXT,
    refusals: RefusalsOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Other readings of the rule are part of the explanation."""
    plan, vocabulary = plan_from(policy, jurisdiction)
    granted = waivers_from(waivers, [plan], lang)
    with refusing(refusals, lang, unmask=unmask):
        known = facts_from(facts, vocabulary, lang)
        why = explain_planned(plan, known, rule, subject, as_of=as_of or date.today(), waivers=granted)
        write = why.to_text if output is Format.TEXT else why.to_json
        say(write(lang, unmask=unmask).rstrip("\n"))
