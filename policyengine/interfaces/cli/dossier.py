"""`policyengine dossier`: the case file of a verdict on record."""

from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    ArchiveOption,
    LedgerOption,
    PolicyOption,
    RuleArgument,
    RunOption,
    SecretsOption,
    SubjectArgument,
    recalled,
)
from policyengine.interfaces.cli.options import LangOption, UnmaskOption
from policyengine.interfaces.cli.output import note, working
from policyengine.reading.text import Text

NAME = "dossier"
HELP = both(
    "出具一个结论的卷宗，供打印：HTML、Word 或 PDF。",
    "Write the case file of a verdict on record, to be printed: HTML, Word or PDF.",
)

MAKING = Text("正在出具卷宗", "making the case file")
WRITTEN = Text("卷宗写入 {file}", "the case file is written to {file}")


def command(
    *,
    rule: RuleArgument,
    subject: SubjectArgument,
    run: RunOption,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="F.html|F.docx|F.pdf", help=both("写入的文件", "the file"), show_default=False),
    ],
    ledger: LedgerOption,
    policy: PolicyOption = None,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    font: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help=both("PDF 所用的字体；默认取系统中的中文字体", "the PDF's font; by default one that the system has"),
        ),
    ] = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """In the language of the call; what is personal is masked unless `--unmask` is given."""
    from policyengine.audit.dossier.compose import case_file  # noqa: PLC0415 - an extra
    from policyengine.audit.dossier.write import write_case_file, writer_of  # noqa: PLC0415 - an extra
    from policyengine.audit.verdict_on_record import verdict_on_record  # noqa: PLC0415 - an extra

    writer_of(out)
    with working(MAKING.within(lang)):
        recall = recalled(ledger, archive, secrets)
        found = verdict_on_record(recall, recall.run(run), rule, subject, policy)
        write_case_file(case_file(found, lang, unmask=unmask), out, font)
    note(WRITTEN.within(lang).format(file=out))
