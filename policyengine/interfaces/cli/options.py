"""Options that several commands have, and how their values are read."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli.lang import OPTION, VARIABLE, both, locale_language
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.dates import parse_date
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Lang, Text


class UsageError(WrongUsageError):
    """A call that asks for something there is not."""


def day(text: str) -> date:
    """A date as an option gives it."""
    found = parse_date(text)
    if found is None:
        raise UsageError(
            Text(f"`{text}` 不是日期", f"`{text}` is no date"),
            Text("请写 2018-12-31 这样的日期。", "Write a date such as 2018-12-31."),
        )
    return found


def place(text: str) -> Jurisdiction:
    """A jurisdiction as an option gives it: `national`, or a kind and an id."""
    if text == "national":
        return "national"
    kind, colon, identity = text.partition(":")
    if not (kind and colon and identity):
        raise UsageError(
            Text(f"`{text}` 不是管辖范围", f"`{text}` is no jurisdiction"),
            Text(
                "请写 `national` 或 `city:330800` 这样的“种类:代码”。",
                "Write `national`, or `KIND:ID` as in `city:330800`.",
            ),
        )
    return kind, identity


def _of_the_call(context: typer.Context, lang: Lang) -> Lang:
    """The language of the call, which `main` knows: `--lang` may stand before the command's name as well."""
    known: Lang | None = context.obj
    return lang if known is None else known


LangOption = Annotated[
    Lang,
    typer.Option(
        OPTION,
        callback=_of_the_call,
        envvar=VARIABLE,
        default_factory=locale_language,
        show_default=False,
        help=both("用中文还是英文；默认随系统语言", "Chinese or English; by default the locale's"),
    ),
]
FORMAT = typer.Option("--format", help=both("输出格式", "how it is written"))
FACTS = typer.Option(
    "--facts",
    metavar="DIR|FILE.xlsx",
    help=both("各表文件所在的文件夹，或工作簿", "the folder with the tables' files, or a workbook"),
    show_default=False,
)

PoliciesArgument = Annotated[list[Path], typer.Argument(metavar="POLICY...", help=both("方案文件", "policy files"))]
DirectoryArgument = Annotated[Path, typer.Argument(metavar="DIR", help=both("写入的文件夹", "the folder to write"))]
STORED_FACTS = typer.Option(
    "--facts",
    metavar="DIR|FILE.xlsx|URL|FILE.duckdb",
    help=both("各表文件所在的文件夹、工作簿或数据库", "the folder with the tables' files, a workbook, or a database"),
    show_default=False,
)
FactsOption = Annotated[Path, FACTS]
StoredFactsOption = Annotated[str, STORED_FACTS]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FACTS.YAML",
        help=both("数据库的表和列对应什么", "what the tables and columns of a database hold"),
        show_default=False,
    ),
]
TrustedOption = Annotated[
    bool,
    typer.Option("--trusted", help=both("数据库中的事实已另行核对，不再检查", "facts in a database need no checks")),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=day,
        help=both("按哪一天评价；默认今天", "the day that verdicts are as of; by default today"),
        show_default=False,
    ),
]
JurisdictionOption = Annotated[
    str | None,
    typer.Option(
        "--jurisdiction",
        metavar="national|KIND:ID",
        help=both("改按另一地区或全国评价", "evaluate another place, or the nation, under the plan"),
        show_default=False,
    ),
]
WaiversOption = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="FILE", help=both("豁免文件", "a file of waivers"), show_default=False),
]
UnmaskOption = Annotated[
    bool,
    typer.Option(
        "--unmask",
        help=both("显示个人信息（默认一律隐去）", "show personal data, which is masked everywhere otherwise"),
    ),
]
RefusalsOption = Annotated[
    Path | None,
    typer.Option(
        "--refusals",
        metavar="FILE.csv",
        help=both("事实被拒时，把每一条都写入此文件", "where facts are refused, write every refusal to this file"),
        show_default=False,
    ),
]
QuarantineOption = Annotated[
    Path | None,
    typer.Option(
        "--quarantine",
        metavar="FILE.xlsx|csv",
        help=both(
            "坏值视为不详、坏行搁置，逐条写入此文件",
            "bad cells become unknown, rows without a key are left out; each is written to this file",
        ),
        show_default=False,
    ),
]
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="DIR",
        help=both("方案原文所在的文件夹", "the folder with the plans' texts"),
        show_default=False,
    ),
]
