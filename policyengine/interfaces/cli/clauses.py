"""`policyengine clauses`: the ledger of a plan's text, each sentence with its rules or the reason why it has none."""

import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, PoliciesArgument, SourcesOption, UsageError
from policyengine.interfaces.cli.output import note_all, say, table
from policyengine.language.load import read_policy
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding, has_errors
from policyengine.reading.text import Lang, Text
from policyengine.sources.as_html import ledgers_html
from policyengine.sources.as_json import ledger_json
from policyengine.sources.check import check_sources
from policyengine.sources.clauses import Clause, Ledger
from policyengine.sources.names import COVERAGE, UNACCOUNTED, uncodified_text
from policyengine.verdicts.write import replacing

NAME = "clauses"
HELP = both(
    "逐句列出方案原文，以及引用它的规则或不成规则的理由。",
    "List a plan's text sentence by sentence, with the rules that cite it or the reason why none does.",
)

VARIABLE = "POLICYENGINE_SOURCES"
HEADERS = (Text("句", "n"), Text("章节", "section"), Text("由何交代", "accounted for by"), Text("文字", "words"))
NO_SOURCES = Text("没有给出原文所在的文件夹", "no folder with the plans' texts is given")
NO_SOURCES_HINT = Text(
    "请写 `--sources DIR`，或设置 `POLICYENGINE_SOURCES`。", "Write `--sources DIR`, or set `POLICYENGINE_SOURCES`."
)
NOT_TEXT = Text(
    "`--out` 只用于 `--format json` 和 `--format html`", "`--out` goes with `--format json` and `html` alone"
)


class Format(StrEnum):
    """How ledgers are written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def command(
    *,
    policies: PoliciesArgument,
    sources: SourcesOption = None,
    output: Annotated[
        Format,
        typer.Option(
            "--format", help=both("输出格式；json 每份方案一行", "how it is written; json: one line a policy")
        ),
    ] = Format.TEXT,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=both("写入文件", "write to a file"), show_default=False),
    ] = None,
    lang: LangOption,
) -> None:
    """Exit code 1 where any finding is an error; findings go to standard error."""
    folder = sources or os.environ.get(VARIABLE)
    if not folder:
        raise UsageError(NO_SOURCES, NO_SOURCES_HINT)
    if out is not None and output is Format.TEXT:
        raise UsageError(NOT_TEXT)
    ledgers, findings = _ledgers(policies, Path(folder))
    match output:
        case Format.TEXT:
            for ledger in ledgers:
                _say(ledger, lang)
        case Format.JSON:
            _put("".join(f"{ledger_json(ledger)}\n" for ledger in ledgers), out)
        case Format.HTML:
            _put(ledgers_html(ledgers, lang), out)
    note_all(findings, lang)
    raise typer.Exit(exits.FINDINGS if has_errors(findings) else exits.FINE)


def _ledgers(policies: Sequence[Path], sources: Path) -> tuple[list[Ledger], list[Finding]]:
    """The ledgers of all policies. Raises `PolicyError` for policies and texts that cannot be read."""
    ledgers: list[Ledger] = []
    findings: list[Finding] = []
    for path in policies:
        policy, tree, refused = read_policy(path)
        if policy is None:
            raise PolicyError(refused)
        ledger, found = check_sources(policy, tree, sources)
        if ledger is None:
            raise PolicyError(found)
        ledgers.append(ledger)
        findings += found
    return ledgers, findings


def _put(words: str, out: Path | None) -> None:
    if out is None:
        say(words.removesuffix("\n"))
        return
    with replacing(out) as made:
        made.write_text(words, "utf-8")


def _say(ledger: Ledger, lang: Lang) -> None:
    say(f"{ledger.title} ({ledger.policy})", "bold")
    rows = (row for clause in ledger.clauses for row in _rows(clause, lang))
    table([header.within(lang) for header in HEADERS], rows, numbers=range(1), styles=(None, "cyan", "green"))
    say(COVERAGE.within(lang).format(share=ledger.coverage_text))


def _rows(clause: Clause, lang: Lang) -> Iterator[tuple[str, ...]]:
    """The sentence, and below it the words that each part cites."""
    sentence = clause.sentence
    by = "" if clause.mentions else UNACCOUNTED.within(lang)
    if clause.uncodified is not None:
        by = uncodified_text(clause.uncodified, lang)
    yield str(sentence.n), sentence.section, by, sentence.text
    for mention in clause.mentions:
        yield "", "", mention.id, f"  {mention.words}"
