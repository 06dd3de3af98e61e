"""`policyengine verify`: whether a certificate holds, or a checkpoint follows another, with nothing else at hand."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import FORMAT, LangOption, UsageError
from policyengine.interfaces.cli.output import note, say
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.text import Lang, Text

if TYPE_CHECKING:
    from policyengine.audit.signatures import VerifierKey

NAME = "verify"
HELP = both(
    "核验证书：签名、台账证明和推导，不需要台账、档案和数据。",
    "Verify a certificate: signature, proof and derivation, without ledger, archive or facts.",
)

REFUSED = Text("证书不成立：{why}", "The certificate does not hold: {why}")
UNPROVED = Text("不能证明台账只有增加：{why}", "It is not proved that the ledger has only grown: {why}")
GROWN = Text(
    "台账 {origin} 有 {later} 条记录，前 {earlier} 条就是所持检查点的记录。",
    "The ledger {origin} has {later} records; the first {earlier} are those of the checkpoint that you hold.",
)
NO_KEY = Text("没有公钥，无法核验检查点", "without the public key no checkpoint can be verified")
NO_KEY_HINT = Text("请用 `--key` 给出签发单位的公钥。", "Give the office's public key by `--key`.")
MOST_KEY_BYTES = 2000


class Format(StrEnum):
    """How the result is written."""

    TEXT = "text"
    JSON = "json"


def command(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=both("证书文件", "a certificate"))],
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="KEY|FILE",
            envvar="POLICYENGINE_KEY",
            show_default=False,
            help=both(
                "签发单位的公钥，或存有公钥的文件；不给则不能确定由谁签发",
                "the office's public key, or a file with it; without it nobody knows who signed",
            ),
        ),
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE",
            show_default=False,
            help=both(
                "自己保存的检查点：核验 `ledger checkpoint --since` 写出的文件，台账自那时起是否只有增加；须有 `--key`",
                "a checkpoint that you hold: FILE is then what `ledger checkpoint --since` wrote; has the ledger only "
                "grown since? Needs `--key`",
            ),
        ),
    ] = None,
    output: Annotated[Format, FORMAT] = Format.TEXT,
    lang: LangOption,
) -> None:
    """Exit code 0 where it holds, 1 where it does not, 3 for what is no certificate."""
    from policyengine.audit.certificates.report import object_of, text_of  # noqa: PLC0415 - an extra
    from policyengine.audit.checker.envelope import MOST_BYTES  # noqa: PLC0415 - an extra
    from policyengine.audit.checker.errors import RefusedCertificateError  # noqa: PLC0415 - an extra
    from policyengine.audit.checker.verify import verify  # noqa: PLC0415 - an extra

    trusted = None if key is None else _key(key)
    if checkpoint is not None:
        _follows(file, checkpoint, trusted, output, lang)
        return
    try:
        checked = verify(_read(file, MOST_BYTES), trusted)
    except RefusedCertificateError as error:
        if output is Format.JSON:
            say(json.dumps({"holds": False, "problem": error.problem.within(lang)}, ensure_ascii=False, indent=2))
        note(REFUSED.within(lang).format(why=error.render(lang)))
        raise typer.Exit(exits.FINDINGS) from error
    if output is Format.JSON:
        say(json.dumps(object_of(checked), ensure_ascii=False, indent=2))
    else:
        say(text_of(checked, lang).rstrip("\n"))


def _follows(file: Path, held: Path, key: "VerifierKey | None", output: Format, lang: Lang) -> None:
    """Say whether the checkpoint in the file follows the one that is held."""
    from policyengine.audit.consistency import MOST_BYTES, verify_extension  # noqa: PLC0415 - an extra
    from policyengine.audit.errors import ForgedError  # noqa: PLC0415 - an extra

    if key is None:
        raise UsageError(NO_KEY, NO_KEY_HINT)
    written, known = (_read(path, MOST_BYTES).decode("utf-8", "replace") for path in (file, held))
    try:
        earlier, later = verify_extension(written, known, key)
    except ForgedError as error:
        if output is Format.JSON:
            say(json.dumps({"holds": False, "problem": error.problem.within(lang)}, ensure_ascii=False, indent=2))
        note(UNPROVED.within(lang).format(why=error.render(lang)))
        raise typer.Exit(exits.FINDINGS) from error
    words = {"origin": later.origin, "earlier": earlier.head.size, "later": later.head.size}
    if output is Format.JSON:
        say(json.dumps({"holds": True, **words}, ensure_ascii=False, indent=2))
    else:
        say(GROWN.within(lang).format(**words), "green")


def _key(said: str) -> "VerifierKey":
    """A public key as an option gives it: itself, or in a file."""
    from policyengine.audit.errors import ForgedError  # noqa: PLC0415 - an extra
    from policyengine.audit.signatures import read_verifier_key  # noqa: PLC0415 - an extra

    try:
        return read_verifier_key(said)
    except ForgedError as error:
        path = Path(said)
        if not path.is_file():
            raise UsageError(error.problem, error.way_out) from error
        written = _read(path, MOST_KEY_BYTES).decode("utf-8", "replace")
    try:
        return read_verifier_key(written)
    except ForgedError as error:
        raise UsageError(error.problem, error.way_out) from error


def _read(path: Path, most: int) -> bytes:
    """At most so many bytes and one more, of a plain file."""
    try:
        if not path.is_file():
            reason = Text("没有这个文件", "there is no such file")
            raise UnreadableInputError(
                Text(f"无法读取 `{path}`：{reason.zh}", f"cannot read `{path}`: {reason.en}"),
                Text("证书由 `certificate` 出具。", "`certificate` writes certificates."),
            )
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        reason = Text(error.strerror or str(error), error.strerror or str(error))
        raise UnreadableInputError(
            Text(f"无法读取 `{path}`：{reason.zh}", f"cannot read `{path}`: {reason.en}")
        ) from error
