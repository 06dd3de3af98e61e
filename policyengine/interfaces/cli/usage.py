"""What is wrong with a call, in both languages: whoever parses the command line says it in English alone.

Its errors are told apart by the names of their classes, most of which are not public; what is not known here is told
in its own words.
"""

import re
from collections.abc import Mapping
from typing import Any

import typer
from pydantic import ValidationError

from policyengine.interfaces.cli.options import UsageError
from policyengine.reading.findings import printable
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import NOTHING, Lang, Text, listed

USAGE = Text("用法有误：", "wrong usage: ")
HELP_HINT = Text("运行 `{path} --help` 查看用法。", "`{path} --help` tells how it is used.")

ParserError = Any
"""An error of the parser with what it tells: its class has no public name."""

NO_WORDS = "NoArgsIsHelpError"
UNKNOWN_COMMAND = re.compile(r"No such command '(.*?)'\.")
TOO_MANY = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")
NO_COMMAND = "Missing command."
CHOICES = re.compile(r"'([^']*)'")
NEEDS_VALUE = "requires"
FROM_ENVIRONMENT = "ENVIRONMENT"


def told(error: typer.TyperException, path: str, lang: Lang) -> str:
    """What is wrong with a call, and how to call for help; to a call without a word, the help itself.

    `path` is the program and the command that the call names: the error need not know.
    """
    details: ParserError = error
    if type(error).__name__ == NO_WORDS:
        return error.format_message()
    words = USAGE.within(lang) + wrong_call(error).render(lang)
    known = path if details.ctx is None else details.ctx.command_path
    return f"{words}\n{HELP_HINT.within(lang).format(path=known)}"


def wrong_call(error: typer.TyperException) -> UsageError:
    """What was found and what was expected, and a likely way out where there is one."""
    details: ParserError = error
    match type(error).__name__:
        case "MissingParameter":
            name = _name(details)
            return UsageError(Text(f"缺少 `{name}`", f"`{name}` is missing"))
        case "NoSuchOption":
            option = _shown(details.option_name)
            near = suggestion(option, details.possibilities) if details.possibilities else NOTHING
            return UsageError(Text(f"没有选项 `{option}`", f"there is no option `{option}`"), near)
        case "BadOptionUsage" if NEEDS_VALUE in error.message:
            option = _shown(details.option_name)
            return UsageError(Text(f"选项 `{option}` 缺少值", f"the option `{option}` needs a value"))
        case "BadOptionUsage":
            option = _shown(details.option_name)
            return UsageError(Text(f"选项 `{option}` 不带值", f"the option `{option}` takes no value"))
        case "BadParameter":
            return UsageError(_bad_value(details))
        case _:
            return _by_message(details)


def _by_message(error: ParserError) -> UsageError:
    """Errors that have nothing but their words."""
    if found := UNKNOWN_COMMAND.match(error.message):
        name = _shown(found[1])
        problem = Text(f"没有命令 `{name}`", f"there is no command `{name}`")
        return UsageError(problem, suggestion(name, error.ctx.command.commands))
    if found := TOO_MANY.match(error.message):
        words = listed([_shown(word) for word in found[1].split()])
        return UsageError(Text(f"多余的参数：{words.zh}", f"too many arguments: {words.en}"))
    if error.message == NO_COMMAND:
        return UsageError(Text("没有写明命令", "no command is named"))
    return UsageError(Text(error.format_message(), error.format_message()))


def _bad_value(error: ParserError) -> Text:
    """A value that is not of the parameter's type; pydantic, which finds it, says in data what was expected."""
    name, cause = _name(error), error.__cause__
    found: Mapping[str, Any] = cause.errors()[0] if isinstance(cause, ValidationError) else {"type": "", "input": ""}
    value = _shown(str(found["input"]))
    match found["type"]:
        case "int_parsing":
            return Text(f"`{name}` 应为整数，而不是 `{value}`", f"`{name}` is a whole number, not `{value}`")
        case "greater_than_equal":
            least = found["ctx"]["ge"]
            return Text(f"`{name}` 应不小于 {least}，而不是 `{value}`", f"`{name}` is {least} or more, not `{value}`")
        case "less_than_equal":
            most = found["ctx"]["le"]
            return Text(f"`{name}` 应不大于 {most}，而不是 `{value}`", f"`{name}` is {most} or less, not `{value}`")
        case "value_error":
            choices = listed(CHOICES.findall(error.message)[1:])
            return Text(
                f"`{name}` 应为 {choices.zh} 之一，而不是 `{value}`", f"`{name}` is one of {choices.en}, not `{value}`"
            )
        case _:
            return Text(error.format_message(), error.format_message())


def _name(error: ParserError) -> str:
    """The option or argument as people write it, or the variable that stands for it."""
    parameter = error.param
    source = error.ctx.get_parameter_source(parameter.name)
    if source is not None and source.name == FROM_ENVIRONMENT:
        return str(parameter.envvar)
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name.upper())


def _shown(word: str) -> str:
    return "".join(map(printable, word))
