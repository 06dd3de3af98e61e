"""`policyengine selftest`: does the user's own database or cluster give the verdicts that it must give?"""

from typing import Annotated

import typer

from policyengine.authoring.selftest.compare import Compared, Difference, compare
from policyengine.backends.backend import Backend
from policyengine.backends.opening import in_process, is_address, opened
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, UsageError
from policyengine.interfaces.cli.output import say, table, working
from policyengine.reading.text import Lang, Text

NAME = "selftest"
HELP = both(
    "在数据库或集群上运行一份内置方案，逐条核对结论是否与 Polars 一致。",
    "Run a packaged plan in a database or on a cluster, and hold the verdicts of each rule against Polars'.",
)

IN_PROCESS = ("duckdb", "spark")
MOST_SHOWN = 5

RUNNING = Text("正在 {backend} 上运行", "running on {backend}")
RULE = Text("规则", "rule")
SUBJECTS = Text("对象", "subjects")
RESULT = Text("结果", "result")
TITLE = Text("名称", "title")
FINE = Text("一致", "fine")
DIFFERENT = Text("不同", "different")
DIFFERENCE = Text(
    "{rule} · {subject}：{backend} 为 {here}，Polars 为 {expected}",
    "{rule} · {subject}: {here} on {backend}, {expected} on Polars",
)
NOTHING_SAID = Text("无结论", "nothing")
MORE = Text("{rule}：另有 {n} 个对象不同", "{rule}: {n} further subjects differ")
ALL_FINE = Text("{backend}：{n} 条全部一致。", "{backend}: all {n} are fine.")
NOT_FINE = Text(
    "{backend}：{n} 条中有 {wrong} 条不同；请勿用它评价，并报告以上各行。",
    "{backend}: {wrong} of {n} differ; give no verdicts by it, and report the lines above.",
)


def command(
    *,
    backend: Annotated[
        str,
        typer.Option(
            "--backend",
            metavar="duckdb|spark|URL",
            help=both(
                "duckdb、spark（本机）或数据库、集群的地址，如 postgresql://…；有只读权限即可，不写入任何内容",
                "duckdb, spark (on this machine), or an address such as postgresql://…; nothing is written there",
            ),
            show_default=False,
        ),
    ],
    lang: LangOption,
) -> None:
    """Exit code 1 where a verdict differs, 2 where a package is missing, 3 where the backend fails."""
    there = _backend(backend)
    with working(RUNNING.within(lang).format(backend=there.name)):
        found = compare(there)
    raise typer.Exit(_say(found, there.name, lang))


def _backend(name: str) -> Backend:
    if is_address(name):
        return opened(name)
    if name not in IN_PROCESS:
        raise UsageError(
            Text(f"没有可自检的后端 `{name}`", f"there is no backend `{name}` to be tested"),
            Text(
                "可用 duckdb、spark、postgresql://…、spark://… 或 .duckdb 文件。",
                "Use duckdb, spark, postgresql://…, spark://… or a .duckdb file.",
            ),
        )
    return in_process(name)


def _say(found: tuple[Compared, ...], backend: str, lang: Lang) -> int:
    """A row for each rule, what differs, and the whole in one line; the exit code."""
    headers = [header.within(lang) for header in (RULE, SUBJECTS, RESULT, TITLE)]
    rows = [
        (one.id, str(one.subjects), (DIFFERENT if one.differences else FINE).within(lang), one.title) for one in found
    ]
    table(headers, rows, numbers=(1,))
    say("")
    wrong = [one for one in found if one.differences]
    for one in wrong:
        for difference in one.differences[:MOST_SHOWN]:
            say(_difference(one.id, difference, backend, lang), "red")
        if (more := len(one.differences) - MOST_SHOWN) > 0:
            say(MORE.within(lang).format(rule=one.id, n=more), "red")
    said = NOT_FINE if wrong else ALL_FINE
    say(said.within(lang).format(backend=backend, n=len(found), wrong=len(wrong)), "red" if wrong else "green")
    return exits.FINDINGS if wrong else exits.FINE


def _difference(rule: str, one: Difference, backend: str, lang: Lang) -> str:
    nothing = NOTHING_SAID.within(lang)
    return DIFFERENCE.within(lang).format(
        rule=rule,
        subject=one.subject,
        backend=backend,
        here="/".join(one.here) or nothing,
        expected="/".join(one.expected) or nothing,
    )
