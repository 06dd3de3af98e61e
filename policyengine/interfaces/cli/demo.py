"""`policyengine demo`: a synthetic registry to try things on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.demo import make_demo
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import DirectoryArgument, LangOption
from policyengine.interfaces.cli.output import say, working
from policyengine.language.load import load_policy
from policyengine.reading.text import Text

NAME = "demo"
HELP = both("生成一套合成的登记数据，可用来试运行。", "Write a realistic synthetic registry to try things on.")

MAKING = Text("正在生成样例数据", "making the demo registry")
MADE = Text("{folder}：{tables} 张表，{rows} 行", "{folder}: {tables} tables, {rows} rows")


class Format(StrEnum):
    """The files' format."""

    PARQUET = "parquet"
    CSV = "csv"


def command(
    *,
    directory: DirectoryArgument,
    city: Annotated[str, typer.Option(metavar="CODE", help=both("地区代码", "the code of a place"))] = "330800",
    organizations: Annotated[int, typer.Option(min=1, help=both("社会组织数", "how many organizations"))] = 2000,
    seed: Annotated[int, typer.Option(help=both("随机种子；相同则数据相同", "the same seed gives the same data"))] = 1,
    output: Annotated[Format, typer.Option("--format", help=both("文件格式", "the files' format"))] = Format.PARQUET,
    policy: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="POLICY",
            help=both(
                "为此方案的规则附上工作记录；可多次给出", "add records of work on this policy's rules; may be repeated"
            ),
        ),
    ] = None,
    lang: LangOption,
) -> None:
    """A folder that holds anything but an earlier demo registry is refused."""
    policies = [load_policy(path) for path in policy or ()]
    with working(MAKING.within(lang)):
        counts = make_demo(directory, city, organizations, seed, file_format=output.value, policies=policies)
    say(MADE.within(lang).format(folder=directory, tables=len(counts), rows=sum(counts.values())))
