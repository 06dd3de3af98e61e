"""`policyengine test`: case files, and whether they would notice a changed rule."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.cases.coverage import coverage
from policyengine.authoring.cases.junit import junit
from policyengine.authoring.cases.model import Suite
from policyengine.authoring.cases.prepare import Prepared, prepare
from policyengine.authoring.cases.read import SUFFIX, read_suite
from policyengine.authoring.cases.report import coverage_text, failures_text, total_text
from policyengine.authoring.cases.run import Result, run
from policyengine.authoring.mutation.report import mutation_text
from policyengine.authoring.mutation.run import mutate
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, UsageError
from policyengine.interfaces.cli.output import note, say, working
from policyengine.reading.text import Lang, Text

NAME = "test"
HELP = both("运行案例文件，核对规则给出的结论。", "Run case files: are the verdicts of rules what they must be?")

RUNNING = Text("正在运行案例", "running cases")
MUTATING = Text("正在逐处改动规则", "changing rules")


class Format(StrEnum):
    """How results are written."""

    TEXT = "text"
    JUNIT = "junit"


def command(
    *,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help=both("案例文件或其所在文件夹", "case files, or folders of them")),
    ],
    output: Annotated[Format, typer.Option("--format", help=both("输出格式", "how results are written"))] = Format.TEXT,
    mutation: Annotated[
        bool,
        typer.Option("--mutate", help=both("逐处改动规则，看案例能否察觉", "change rules and see which cases notice")),
    ] = False,
    rules: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help=both(
                "只看这些规则（可重复；`*` 代表任意文字）", "these rules alone (may be repeated; `*` is any text)"
            ),
        ),
    ] = None,
    lang: LangOption,
) -> None:
    """Exit code 1 where a case fails or a change of a rule goes unnoticed, 3 where a file cannot be used."""
    fine = True
    done: list[tuple[Suite, tuple[Result, ...]]] = []
    suites = [chosen(read_suite(path), rules) for path in case_files(paths)]
    if rules and not any(suite.plan.rules for suite in suites):
        raise UsageError(
            Text(f"没有规则名为 {'、'.join(rules)}", f"no rule is named {', '.join(rules)}"),
            Text("请写规则的标识；`*` 代表任意文字。", "Write a rule's identifier; `*` is any text."),
        )
    for suite in (suite for suite in suites if suite.plan.rules):
        with working(RUNNING.within(lang)):
            prepared = prepare(suite)
            results = run(prepared)
        done.append((suite, results))
        passed = all(result.passed for result in results)
        fine = fine and passed
        if output is Format.TEXT:
            _say(suite, results, lang)
        if mutation and passed:
            fine = _mutated(suite, prepared, lang, to_output=output is Format.TEXT) and fine
    if output is Format.JUNIT:
        say(junit(done, lang))
    raise typer.Exit(exits.FINE if fine else exits.FINDINGS)


def case_files(paths: Iterable[Path]) -> list[Path]:
    """The case files that are named, and those in the folders that are. Raises `UsageError` where there are none."""
    files: dict[Path, None] = {}
    for path in paths:
        found = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not found:
            raise UsageError(
                Text(f"`{path}` 中没有案例文件", f"there are no case files in `{path}`"),
                Text(f"案例文件的名称以 `{SUFFIX}` 结尾。", f"The name of a case file ends in `{SUFFIX}`."),
            )
        files.update(dict.fromkeys(found))
    return list(files)


def chosen(suite: Suite, rules: Sequence[str] | None) -> Suite:
    """The suite with the rules alone that one of the patterns names; with all of them where there are no patterns."""
    if not rules:
        return suite
    return suite.only({rule.id for rule in suite.plan.rules if any(fnmatchcase(rule.id, each) for each in rules)})


def _say(suite: Suite, results: tuple[Result, ...], lang: Lang) -> None:
    for text in failures_text(results, lang):
        say(text + "\n", "red")
    say(total_text(suite, results, lang))
    for line in coverage_text(coverage(suite.plan, results), lang):
        say(f"  {line}")


def _mutated(suite: Suite, prepared: tuple[Prepared, ...], lang: Lang, *, to_output: bool) -> bool:
    """Whether every change was noticed or is listed."""
    with working(MUTATING.within(lang)):
        found = mutate(suite, prepared)
    (say if to_output else note)(mutation_text(found, lang))
    return found.fine
