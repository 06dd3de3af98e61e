"""`policyengine format`: policy files in one canonical form."""

import difflib
from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.editing.replace import replace_text
from policyengine.authoring.formatting import canonical
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, PoliciesArgument
from policyengine.interfaces.cli.output import note, say
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding
from policyengine.reading.source import read_bytes
from policyengine.reading.text import Text

NAME = "format"
HELP = both(
    "把方案文件整理成统一的格式：键的顺序、缩进、引号；注释保留，含义不变。",
    "Put policies into one form: order of keys, indentation, quotes; comments and meaning stay.",
)

FORMATTED = Text("已整理 {file}", "formatted {file}")
WOULD = Text("{file} 不是统一的格式", "{file} is not in canonical form")
TOTAL = Text(
    "{files} 个文件：{changed} 个整理过，{same} 个本来就是", "files: {files}, formatted: {changed}, unchanged: {same}"
)
CHECKED = Text(
    "{files} 个文件：{changed} 个有待整理，{same} 个已是统一的格式",
    "files: {files}, to be formatted: {changed}, canonical: {same}",
)
BEFORE, AFTER = Text("现在", "now"), Text("整理后", "formatted")


def command(
    *,
    policies: PoliciesArgument,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=both("只检查，不写文件；有待整理的以 1 退出", "only look; exit with 1 where any would change"),
        ),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help=both("列出改动，不写文件", "show what would change, and write nothing"))
    ] = False,
    lang: LangOption,
) -> None:
    """No file is written unless all of them can be formatted."""
    made = [(path, *_formatted(path)) for path in policies]
    changed = [(path, old, new) for path, old, new in made if old != new]
    for path, old, new in changed:
        if diff:
            say(_difference(path, old, new, (BEFORE.within(lang), AFTER.within(lang))))
        if check:
            note(WOULD.within(lang).format(file=path))
        elif not diff:
            replace_text(path, old, new)
            note(FORMATTED.within(lang).format(file=path))
    counts = {"files": len(made), "changed": len(changed), "same": len(made) - len(changed)}
    note((CHECKED if check or diff else TOTAL).within(lang).format(**counts))
    raise typer.Exit(exits.FINDINGS if check and changed else exits.FINE)


def _formatted(path: Path) -> tuple[bytes, bytes]:
    """A file's bytes as they are, and in canonical form."""
    data = read_bytes(path, str(path))
    if isinstance(data, Finding):
        raise PolicyError([data])
    return data, canonical(data, str(path))


def _difference(path: Path, old: bytes, new: bytes, names: tuple[str, str]) -> str:
    """The lines that differ, as `diff -u` shows them."""
    before, after = (data.decode("utf-8").splitlines() for data in (old, new))
    now, then = (f"{path} ({name})" for name in names)
    return "\n".join(difflib.unified_diff(before, after, now, then, lineterm=""))
