"""`policyengine check`: everything that is wrong with policies, before any facts."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, PoliciesArgument, SourcesOption
from policyengine.interfaces.cli.output import say
from policyengine.plan.ready import check_policy
from policyengine.reading.findings import Finding, Severity, has_errors, in_order
from policyengine.reading.junit import render_junit
from policyengine.reading.render import render_json, render_text
from policyengine.reading.sarif import render_sarif
from policyengine.reading.text import NOTHING, Lang, Text

NAME = "check"
HELP = both("检查方案文件，一次列出全部问题。", "Check policies and report all findings at once.")

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
TOTAL = Text(
    "{files} 个文件：{errors} 个错误，{warnings} 个警告", "files: {files}, errors: {errors}, warnings: {warnings}"
)
UNVERIFIED = Text("；引文未与原文核对（`--sources`）", "; quotes were not held against any text (`--sources`)")


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


def command(
    *,
    policies: PoliciesArgument,
    output: Annotated[
        Format, typer.Option("--format", help=both("输出格式", "how findings are written"))
    ] = Format.TEXT,
    sources: SourcesOption = None,
    lang: LangOption,
) -> None:
    """Exit code 1 where any finding is an error, 3 where a file cannot be read at all.

    With `--sources`, a sentence of a plan's text that its policy does not account for is an error too.
    """
    checked = [check_policy(path, sources=sources) for path in policies]
    findings = in_order(finding for each in checked for finding in each.findings)
    match output:
        case Format.TEXT:
            unverified = sources is None and any(each.readable for each in checked)
            _say(findings, len(policies), UNVERIFIED if unverified else NOTHING, lang)
        case Format.JSON:
            say(render_json(findings))
        case Format.SARIF:
            say(render_sarif(findings, lang))
        case Format.JUNIT:
            say(render_junit(map(str, policies), findings, lang))
    if not all(each.readable for each in checked):
        raise typer.Exit(exits.REFUSED)
    raise typer.Exit(exits.FINDINGS if has_errors(findings) else exits.FINE)


def _say(findings: Sequence[Finding], files: int, remark: Text, lang: Lang) -> None:
    for finding in findings:
        say(render_text([finding], lang), COLOURS[finding.severity])
    counted = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    errors, warnings = counted[Severity.ERROR], counted[Severity.WARNING]
    say(TOTAL.within(lang).format(files=files, errors=errors, warnings=warnings) + remark.within(lang))
