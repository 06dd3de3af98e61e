"""`policyengine diff`: what has changed from one version of a policy to another, by meaning."""

import json
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.comparing import Flip, flips
from policyengine.facts.tables import FactBase
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.differences import say_changes, say_flips
from policyengine.interfaces.cli.inputs import facts_from, waivers_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import (
    AsOfOption,
    JurisdictionOption,
    LangOption,
    RefusalsOption,
    UsageError,
    WaiversOption,
)
from policyengine.interfaces.cli.output import say, working
from policyengine.interfaces.cli.refused import refusing
from policyengine.interfaces.cli.versions import Version, version
from policyengine.language.comparing.changes import Difference
from policyengine.language.comparing.compare import compare
from policyengine.pipeline import judge
from policyengine.reading.text import Lang, Text

NAME = "diff"
HELP = both(
    "比较一份方案的两个版本的含义；给出事实时，列出哪些结论因此改变。",
    "Compare two versions of a policy by meaning and, over facts, by verdicts.",
)

EVALUATING = Text("正在评价两个版本", "evaluating both versions")


class Format(StrEnum):
    """How changes are written."""

    TEXT = "text"
    JSON = "json"


def command(
    *,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help=both("旧版本：文件，或 git 的 版本:路径", "a file, or git's REV:PATH"))
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help=both("新版本", "the new version"))],
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts",
            metavar="DIR",
            help=both("各表文件所在的文件夹", "the folder with the tables' files"),
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    jurisdiction: JurisdictionOption = None,
    waivers: WaiversOption = None,
    output: Annotated[Format, typer.Option("--format", help=both("输出格式", "how changes are written"))] = Format.TEXT,
    refusals: RefusalsOption = None,
    lang: LangOption,
) -> None:
    """Exit code 0 where both mean the same, 1 where they do not. Order, layout and comments are no change."""
    if facts is None and (as_of is not None or jurisdiction is not None or waivers is not None):
        raise UsageError(
            Text("没有给出事实", "no facts are named"),
            Text(
                "`--as-of`、`--jurisdiction` 和 `--waivers` 须与 `--facts` 同用。",
                "`--as-of`, `--jurisdiction` and `--waivers` go with `--facts`.",
            ),
        )
    versions = version(old), version(new)
    difference = compare(versions[0].policy, versions[1].policy)
    on = as_of or date.today()
    found = None
    if facts is not None:
        with refusing(refusals, lang):
            found = _flips(difference, versions, facts, jurisdiction=jurisdiction, waivers=waivers, on=on, lang=lang)
    if output is Format.JSON:
        say(json.dumps(_object(versions, difference, found, on), ensure_ascii=False, indent=2, default=str))
    else:
        say_changes(difference.changes, lang)
        if found is not None:
            say("")
            say_flips(found, lang)
    raise typer.Exit(exits.FINDINGS if difference.changes or found else exits.FINE)


def _flips(
    difference: Difference,
    versions: tuple[Version, Version],
    folder: Path,
    *,
    jurisdiction: str | None,
    waivers: Path | None,
    on: date,
    lang: Lang,
) -> tuple[Flip, ...]:
    """The verdicts that differ; versions that share a vocabulary share the facts."""
    planned = [each.plan(jurisdiction) for each in versions]
    granted = waivers_from(waivers, [plan for plan, _ in planned], lang)
    known: dict[str, FactBase] = {}
    judged = []
    for plan, vocabulary in planned:
        if vocabulary.sha256 not in known:
            known[vocabulary.sha256] = facts_from(folder, vocabulary, lang)
        with working(EVALUATING.within(lang)):
            judged.append(judge(plan, plan.rules, known[vocabulary.sha256], as_of=on, waivers=granted))
    return flips(difference, *judged)


def _object(
    versions: tuple[Version, Version], difference: Difference, found: tuple[Flip, ...] | None, on: date
) -> dict[str, object]:
    names = [{"policy": each.policy.name, "file": each.policy.file, "sha256": each.policy.sha256} for each in versions]
    return {
        "old": names[0],
        "new": names[1],
        "changes": [asdict(change) for change in difference.changes],
        "as_of": None if found is None else on.isoformat(),
        "flips": None if found is None else [asdict(flip) for flip in found],
    }
