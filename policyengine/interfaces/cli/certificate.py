"""`policyengine certificate`: the certificate of a verdict on record."""

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
    opened,
)
from policyengine.interfaces.cli.options import LangOption, UnmaskOption
from policyengine.interfaces.cli.output import note, say, working
from policyengine.reading.text import Text
from policyengine.verdicts.write import replacing

NAME = "certificate"
HELP = both(
    "出具一个结论的证书，不需要台账、档案和数据即可核验。",
    "Write the certificate of a verdict on record, which can be verified with nothing else at hand.",
)

MAKING = Text("正在出具证书", "making the certificate")
WRITTEN = Text("证书写入 {file}", "the certificate is written to {file}")


def command(
    *,
    rule: RuleArgument,
    subject: SubjectArgument,
    run: RunOption,
    ledger: LedgerOption,
    policy: PolicyOption = None,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=both("写入文件；默认输出", "the file; by default it is printed")),
    ] = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Refused where it would tell what is personal, unless `--unmask` is given."""
    from policyengine.audit.certificates.make import Asked, certificate  # noqa: PLC0415 - an extra
    from policyengine.audit.recall import Recall  # noqa: PLC0415 - an extra
    from policyengine.audit.verdict_on_record import verdict_on_record  # noqa: PLC0415 - an extra

    with working(MAKING.within(lang)):
        recall = Recall(opened(ledger, archive, secrets))
        home = recall.home
        found = verdict_on_record(recall, recall.run(run), rule, subject, policy)
        asked = Asked(run, found.case, found.rule, found.verdict, found.rulings, found.alternatives)
        made = certificate(home, asked, unmask=unmask)
    if out is None:
        say(made.decode().rstrip("\n"))
        return
    with replacing(out) as file:
        file.write_bytes(made)
    note(WRITTEN.within(lang).format(file=out))
