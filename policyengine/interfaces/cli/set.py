"""`policyengine set`: another value for one target, and nothing else in the file."""

import re
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from policyengine.authoring.editing import Edit, edit_value, write_edit
from policyengine.authoring.editing.spelling import spelled
from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.differences import say_changes
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, UsageError
from policyengine.interfaces.cli.output import agreed, note, note_all
from policyengine.reading.text import Lang, Text

NAME = "set"
HELP = both(
    "修改方案中的一个指标值，文件的其余部分一字不动。",
    "Change one target of a policy, and nothing else in its file.",
)

UNCHANGED = Text("`{address}` 已经是 {value}，文件未动。", "`{address}` is {value} already; the file stays as it is.")
REFUSED = Text("这样改会使方案有误，文件未动。", "The policy would be wrong with this; the file stays as it is.")
ASK = Text("写入 {file}？", "Write {file}?")
NOT_ASKED = Text("无法询问是否写入：标准输入不是终端", "nobody can be asked: standard input is no terminal")
NOT_ASKED_HINT = Text("确认要写入时，请加上 `--yes`。", "`--yes` writes without asking.")
LEFT = Text("文件未动。", "The file stays as it is.")
WRITTEN = Text("已写入 {file}：{address} {before} → {after}", "{file}: {address} {before} → {after}")
NEGATIVE = re.compile(r"-[0-9.]")
END_OF_OPTIONS = "--"
UNDO = Text("改回：{command}", "undo: {command}")


class Command(TyperCommand):
    """A negative number is the value, and no option: it stands last, where no word is an option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # its type has no public name
        """Numbers after all other words."""
        numbers = [word for word in args if NEGATIVE.match(word)]
        if numbers and END_OF_OPTIONS not in args:
            args = [*(word for word in args if word not in numbers), END_OF_OPTIONS, *numbers]
        return super().parse_args(ctx, args)


def command(
    *,
    policy: Annotated[Path, typer.Argument(metavar="POLICY", help=both("方案文件", "a policy file"))],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=both(
                "指标值的名称，或规则中的数，如 RULE.require.at_least",
                "a target, or a number in a rule as RULE.require.at_least",
            ),
        ),
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help=both("13、5%、2/3、2018-12-31 或 unspecified", "13, 5%, 2/3, 2018-12-31 or unspecified"),
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help=both("不询问，直接写入", "write without asking"))] = False,
    as_written: Annotated[
        bool,
        typer.Option(
            "--as-written", help=both("照写，不换成原值的写法", "do not turn the value into the old one's form")
        ),
    ] = False,
    lang: LangOption,
) -> None:
    """Exit code 1 where the policy would have new findings or the answer is no; the file is then as before."""
    edit = edit_value(policy, target, value, as_written=as_written)
    if edit.findings:
        note_all(edit.findings, lang)
        note(REFUSED.within(lang))
        raise typer.Exit(exits.FINDINGS)
    if edit.new == edit.old:
        note(UNCHANGED.within(lang).format(address=edit.address, value=edit.before))
        raise typer.Exit(exits.FINE)
    say_changes(edit.difference.changes, lang)
    if not yes and not _agreed(edit, lang):
        note(LEFT.within(lang))
        raise typer.Exit(exits.FINDINGS)
    write_edit(edit)
    words = {"file": edit.path, "address": edit.address, "before": edit.before, "after": edit.after}
    note(WRITTEN.within(lang).format(**words))
    exactly = [] if spelled(edit.before, edit.after) == edit.before else ["--as-written"]
    undo = shlex.join(["policyengine", "set", str(edit.path), edit.address, edit.before, *exactly])
    note(UNDO.within(lang).format(command=undo))


def _agreed(edit: Edit, lang: Lang) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(NOT_ASKED, NOT_ASKED_HINT)
    return agreed(ASK.within(lang).format(file=edit.path))
