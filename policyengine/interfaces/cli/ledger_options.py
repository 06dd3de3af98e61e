"""Options of the commands that work on a ledger, and how one is opened.

What these commands need is imported when they run: the extra `audit` may not be there, and help is asked for often.
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import FORMAT, UsageError
from policyengine.reading.text import Text

if TYPE_CHECKING:
    from policyengine.audit.database import Mode
    from policyengine.audit.home import Opened
    from policyengine.audit.recall import Recall


class Format(StrEnum):
    """How what is found is written."""

    TEXT = "text"
    JSON = "json"


LEDGER_HELP = both("台账所在的文件夹，或 PostgreSQL 地址", "the ledger's folder, or a PostgreSQL address")

LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="DIR|URL",
        envvar="POLICYENGINE_LEDGER",
        help=LEDGER_HELP,
        show_default=False,
    ),
]
ArchiveOption = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar="DIR|URL",
        envvar="POLICYENGINE_ARCHIVE",
        help=both("档案所在的文件夹或 URL；默认在台账旁", "the archive's folder or URL; by default beside the ledger"),
        show_default=False,
    ),
]
SecretsOption = Annotated[
    Path | None,
    typer.Option(
        "--secrets",
        metavar="DIR",
        envvar="POLICYENGINE_SECRETS",
        help=both("存放密钥的文件夹；默认在台账旁", "the folder of keys; by default beside the ledger"),
        show_default=False,
    ),
]
RUN = typer.Option(
    "--run",
    metavar="RUN",
    min=1,
    help=both("运行的编号，见 `runs`", "the run's number, as `runs` lists it"),
    show_default=False,
)
RULE = typer.Argument(metavar="RULE", help=both("规则的编号", "the rule's id"))
SUBJECT = typer.Argument(metavar="SUBJECT", help=both("对象的编号", "the subject's id"))

RunOption = Annotated[int, RUN]
RunArgument = Annotated[
    int, typer.Argument(metavar="RUN", min=1, help=both("运行的编号，见 `runs`", "a run's number, as `runs` lists it"))
]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="POLICY",
        show_default=False,
        help=both(
            "方案的名称；同一运行中有几个方案都有这条规则时需要", "the policy, where several of a run have the rule"
        ),
    ),
]
RuleArgument = Annotated[str, RULE]
SubjectArgument = Annotated[str, SUBJECT]
RecordedByOption = Annotated[
    str | None,
    typer.Option("--recorded-by", metavar="NAME", help=both("由谁记录", "who puts it on record"), show_default=False),
]
FormatOption = Annotated[Format, FORMAT]


def opened(ledger: str, archive: str | None, secrets: Path | None, mode: "Mode" = "rw") -> "Opened":
    """The ledger that a call names."""
    if not ledger:
        raise UsageError(
            Text("没有说明台账在哪里", "it is not said where the ledger is"),
            Text(
                "请用 `--ledger` 或环境变量 `POLICYENGINE_LEDGER`。",
                "Say it by `--ledger`, or by `POLICYENGINE_LEDGER`.",
            ),
        )
    from policyengine.audit.home import Home  # noqa: PLC0415 - an extra

    return Home.at(ledger, archive, secrets).open(mode)


def recalled(ledger: str, archive: str | None, secrets: Path | None) -> "Recall":
    """The ledger that a call names, to be read."""
    from policyengine.audit.recall import Recall  # noqa: PLC0415 - an extra

    return Recall(opened(ledger, archive, secrets, "ro"))
