"""Options of the commands that work on a ledger.

What these commands need is imported when they run: the extra `audit` may not be there, and help is asked for often.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyengine.interfaces.cli.lang import both

if TYPE_CHECKING:
    from policyengine.audit.home import Opened
    from policyengine.audit.inputs import RunOnRecord

LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="PATH|URL",
        envvar="POLICYENGINE_LEDGER",
        show_default=False,
        help=both(
            "台账所在的文件夹，或 PostgreSQL 地址", "the ledger's folder, or the address of a PostgreSQL database"
        ),
    ),
]
ArchiveOption = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar="DIR|URL",
        show_default=False,
        help=both("档案所在；默认在台账的文件夹中", "where the archive is; by default in the ledger's folder"),
    ),
]
SecretsOption = Annotated[
    Path | None,
    typer.Option(
        "--secrets",
        metavar="DIR",
        show_default=False,
        help=both("密钥所在；默认在台账的文件夹中", "where the keys are; by default in the ledger's folder"),
    ),
]
RunOption = Annotated[
    int, typer.Option("--run", metavar="N", help=both("运行的编号", "the number of the run"), show_default=False)
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
RuleArgument = Annotated[str, typer.Argument(metavar="RULE", help=both("规则的编号", "the rule's id"))]
SubjectArgument = Annotated[str, typer.Argument(metavar="SUBJECT", help=both("对象的编号", "the subject's id"))]


def opened(ledger: str, archive: str | None, secrets: Path | None) -> "Opened":
    """The ledger that a call names, with its archive and keys."""
    from policyengine.audit.home import Home  # noqa: PLC0415 - an extra

    return Home.at(ledger, archive, secrets).open()


def run_of(home: "Opened", number: int) -> "RunOnRecord":
    """The run that a call names."""
    from policyengine.audit.inputs import RunOnRecord  # noqa: PLC0415 - an extra

    return RunOnRecord.of(home, number)
