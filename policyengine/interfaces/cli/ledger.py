"""`policyengine ledger`: make a ledger, verify it, sign for it, destroy the key of personal data."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    LEDGER_HELP,
    ArchiveOption,
    LedgerOption,
    RunArgument,
    SecretsOption,
    opened,
)
from policyengine.interfaces.cli.options import LangOption, UsageError
from policyengine.interfaces.cli.output import agreed, counting, note, say
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.text import Lang, Text

NAME = "ledger"
HELP = both("审计台账：建立、核验、签发检查点。", "The audit ledger: make it, verify it, sign checkpoints.")

MADE = Text("台账已建立：{ledger}（{algorithm}）", "the ledger is made: {ledger} ({algorithm})")
PUBLIC = Text("公钥（请另行保存）：{key}", "public key (keep it elsewhere): {key}")
PRIVATE = Text("私钥：{file}（仅所有者可读）", "private key: {file} (its owner's alone)")
VERIFYING = Text("正在核验", "verifying")
SOUND = Text(
    "台账完好：{records} 条记录，{checkpoints} 个检查点，{files} 个档案文件。",
    "The ledger is sound: {records} records, {checkpoints} checkpoints, {files} files.",
)
BROKEN = Text("台账有 {n} 处不符。", "The ledger has {n} faults.")
UNSIGNED = Text(
    "最后 {n} 条记录尚未签名；`policyengine ledger checkpoint` 可签。",
    "The last {n} records are not signed; `policyengine ledger checkpoint` signs.",
)
UNNAMED = Text(
    "档案中有 {n} 个文件不属于任何记录（中断的记录留下的，可以删除）：{names}",
    "The archive has {n} files of no record (left by recordings that were broken off; they may be deleted): {names}",
)
NOT_SIGNED = Text(
    "此处没有台账的私钥，无法签发检查点", "the ledger's private key is not here, and nothing can be signed"
)
NO_KEY_HINT = Text("请用 `--secrets` 给出密钥文件夹。", "Name the folder of keys by `--secrets`.")
KEPT = Text("检查点已写入 {file}，请交他人保存。", "The checkpoint is in {file}; let someone else keep it.")
CONFIRM = Text(
    "销毁运行 {run} 的个人信息密钥后，这些信息再也无法读取。确定吗？",
    "Once the key of run {run} is destroyed, its personal data can never be read again. Go on?",
)
NOT_ASKED = Text("无法询问是否销毁：标准输入不是终端", "nobody can be asked: standard input is no terminal")
NOT_ASKED_HINT = Text("确认要销毁时，请加上 `--yes`。", "`--yes` destroys without asking.")
LEFT = Text("密钥没有销毁。", "The key is not destroyed.")
FORGOTTEN = Text("密钥已销毁；证明不受影响。", "The key is destroyed; the proofs stand.")
NOTHING_SEALED = Text(
    "该运行没有加密的个人信息，或其密钥已不在。", "The run has no sealed personal data, or no key any more."
)
MOST_NAMED = 5

APP = typer.Typer(no_args_is_help=True)


@APP.callback()
def command(*, lang: LangOption) -> None:
    """What may stand before the name of one of its commands."""


@APP.command("init", help=both("建立台账和签名密钥。", "Make a ledger and the key that signs for it."))
def init(
    *,
    ledger: Annotated[str, typer.Argument(metavar="DIR|URL", help=LEDGER_HELP)],
    origin: Annotated[
        str | None,
        typer.Option(
            "--origin",
            metavar="NAME",
            help=both("台账的名称，写在每个检查点上", "the ledger's name, which stands on every checkpoint"),
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE.pem",
            help=both("已有的 Ed25519 私钥；默认新生成", "an Ed25519 private key; by default a new one"),
            show_default=False,
        ),
    ] = None,
    hash_: Annotated[
        str, typer.Option("--hash", metavar="sha256|sm3", help=both("散列算法", "the hash algorithm"))
    ] = "sha256",
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    lang: LangOption,
) -> None:
    """The ledger keeps its hash algorithm for good."""
    from policyengine.audit.digests import Algorithm  # noqa: PLC0415 - an extra
    from policyengine.audit.home import Home  # noqa: PLC0415 - an extra
    from policyengine.audit.making import make_ledger  # noqa: PLC0415 - an extra

    if hash_ not in [algorithm.value for algorithm in Algorithm]:
        raise UsageError(Text(f"没有散列算法 `{hash_}`", f"there is no hash algorithm `{hash_}`"))
    home = Home.at(ledger, archive, secrets)
    made = make_ledger(home, origin, Algorithm(hash_), key)
    say(MADE.within(lang).format(ledger=ledger, algorithm=hash_))
    say(PUBLIC.within(lang).format(key=made.about.public_key))
    note(PRIVATE.within(lang).format(file=home.private_key))


@APP.command("verify", help=both("核验全部记录、检查点和档案文件。", "Verify every record, checkpoint and file."))
def verify(
    *,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE",
            help=both("自己保存的检查点，可给出多个", "a checkpoint that you hold; several may be given"),
            show_default=False,
        ),
    ] = None,
    lang: LangOption,
) -> None:
    """Exit code 1 where anything is not as it was recorded."""
    from policyengine.audit.verify import verify_ledger  # noqa: PLC0415 - an extra

    found = opened(ledger, archive, None, "ro")
    held = [_read(file) for file in checkpoint or ()]
    with counting(VERIFYING.within(lang), found.ledger.size()) as told:
        report = verify_ledger(found.ledger, found.archive, held=held, told=told)
    for fault in report.faults:
        say(fault.within(lang), "red")
    if report.unsigned:
        note(UNSIGNED.within(lang).format(n=report.unsigned))
    if report.unnamed:
        names = ", ".join(report.unnamed[:MOST_NAMED]) + (" …" if len(report.unnamed) > MOST_NAMED else "")
        note(UNNAMED.within(lang).format(n=len(report.unnamed), names=names))
    if report.faults:
        say(BROKEN.within(lang).format(n=len(report.faults)), "red")
        raise typer.Exit(exits.FINDINGS)
    words = {"records": report.head.size, "checkpoints": report.checkpoints, "files": report.files}
    say(SOUND.within(lang).format(**words), "green")


@APP.command("checkpoint", help=both("签发并导出检查点。", "Sign a checkpoint and export it."))
def checkpoint(
    *,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help=both("写入文件；默认打印", "a file; by default printed"), show_default=False
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since",
            metavar="FILE",
            help=both(
                "较早的检查点：附上证明，说明台账自那时起只有增加，由 `verify --checkpoint` 核验",
                "an earlier checkpoint: with proof that the ledger has only grown since, for `verify --checkpoint`",
            ),
            show_default=False,
        ),
    ] = None,
    lang: LangOption,
) -> None:
    """Whoever holds it can tell later whether the ledger still begins with the records of today."""
    from policyengine.audit.consistency import write_extension  # noqa: PLC0415 - an extra

    found = opened(ledger, archive, secrets)
    signed = found.ledger.checkpoint(found.signing_key())
    if signed is None:
        raise UnreadableInputError(NOT_SIGNED, NO_KEY_HINT)
    if since is not None:
        signed = write_extension(found.ledger.leaves(), signed, _read(since), found.ledger.about.public_key)
    if out is None:
        say(signed.rstrip("\n"))
        return
    _write(out, signed, lang)


@APP.command("forget", help=both("销毁一次运行的个人信息密钥。", "Destroy the key of a run's personal data."))
def forget(
    *,
    run: RunArgument,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    yes: Annotated[bool, typer.Option("--yes", help=both("不再询问", "do not ask"))] = False,
    lang: LangOption,
) -> None:
    """Verdicts, facts and proofs stay; what was personal in them can never be read again."""
    from policyengine.audit.forgetting import forget_run  # noqa: PLC0415 - an extra
    from policyengine.audit.inputs import RunOnRecord  # noqa: PLC0415 - an extra

    found = opened(ledger, archive, secrets, "ro")
    on_record = RunOnRecord.of(found, run)
    if not yes and not sys.stdin.isatty():
        raise UsageError(NOT_ASKED, NOT_ASKED_HINT)
    if not yes and not agreed(CONFIRM.within(lang).format(run=run)):
        note(LEFT.within(lang))
        raise typer.Exit(exits.FINDINGS)
    say((FORGOTTEN if forget_run(on_record) else NOTHING_SEALED).within(lang))


def _read(file: Path) -> str:
    try:
        return file.read_bytes()[:MOST_BYTES].decode("utf-8", "replace")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInputError(Text(f"无法读取 `{file}`：{reason}", f"cannot read `{file}`: {reason}")) from error


MOST_BYTES = 64 * 1024


def _write(out: Path, signed: str, lang: Lang) -> None:
    from policyengine.verdicts.write import replacing  # noqa: PLC0415 - it loads Polars

    with replacing(out) as made:
        made.write_text(signed, "utf-8")
    note(KEPT.within(lang).format(file=out))
