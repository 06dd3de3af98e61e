"""Options that `evaluate` alone has, and how their values are read."""

from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import UsageError
from policyengine.language.statuses import Status
from policyengine.pipeline import Backend
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text


def statuses(text: str) -> tuple[Status, ...]:
    """The statuses that an option lists, parted by commas."""
    known = [status.value for status in Status]
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise UsageError(Text(f"没有结论 `{word}`", f"there is no status `{word}`"), suggestion(word, known))
    return tuple(Status(word) for word in words)


ReadingsOption = Annotated[
    bool,
    typer.Option("--readings", help=both("说明哪些结论取决于如何理解原文", "say which verdicts depend on the reading")),
]
OutOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=both(
            "把结论写入 .parquet、.csv、.json、.xlsx（含整改清单、待核实清单）、.html（报告）、.sarif 或"
            " .xml（JUnit）；可以写几次",
            "write verdicts to .parquet, .csv, .json, .xlsx (with lists of what to do and to find out), .html"
            " (a report), .sarif or .xml (JUnit); may be given several times",
        ),
        show_default=False,
    ),
]
ConsequencesOption = Annotated[
    Path | None,
    typer.Option(
        "--consequences",
        metavar="FILE",
        help=both(
            "把全部后果写入 .parquet、.csv、.xlsx 或 .json",
            "write all consequences to .parquet, .csv, .xlsx or .json",
        ),
        show_default=False,
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="KIND",
        help=both(
            "按对象所属的地方汇总，如 county、street",
            "count by the places that subjects belong to, such as county or street",
        ),
        show_default=False,
    ),
]
FailOnOption = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="STATUS,...",
        help=both("有这些结论时以 1 退出", "exit with 1 where any verdict is one of these"),
        show_default=False,
    ),
]
BackendOption = Annotated[
    Backend | None,
    typer.Option(
        help=both("在哪里计算；walker 是逐个计算的参照引擎", "where to compute; walker is the slow reference"),
        show_default=False,
    ),
]
ExplainPlanOption = Annotated[
    bool,
    typer.Option(
        "--explain-plan", help=both("只显示将要运行的 SQL 或计划", "only show the SQL or plan that would run")
    ),
]
RecordOption = Annotated[
    str | None,
    typer.Option(
        "--record",
        metavar="DIR|URL",
        help=both("把这次评价记入台账", "put the evaluation on record in a ledger"),
        show_default=False,
    ),
]
NoteOption = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help=both("为何记录", "why it is put on record"), show_default=False),
]
