"""The canonical form of a policy file, proved to say the same with the same comments."""

from policyengine.authoring.formatting.comments import attach
from policyengine.authoring.formatting.layout import laid_out
from policyengine.authoring.formatting.order import put_in_order
from policyengine.authoring.formatting.written import Branch, TiedError, read_written
from policyengine.reading.errors import PolicyEngineError, PolicyError
from policyengine.reading.nodes import MappingNode, Node, ScalarNode
from policyengine.reading.text import Text
from policyengine.reading.yaml_tree import read_tree

Data = str | list["Data"] | dict[str, "Data"]


class FormatError(PolicyEngineError):
    """A file that cannot be put into canonical form without a change of what it says."""


def canonical(data: bytes, name: str) -> bytes:
    """The canonical form of a policy file's bytes: UTF-8 without byte order mark, lines ended by LF.

    Keys and values are the same texts afterwards, and so are the comments, in number and words; the form of a
    canonical file is itself. The policy need not be sound, only its YAML. Raises `PolicyError` with what is wrong with
    that, and `FormatError` for anchors, aliases and tags, and where the proof fails.
    """
    tree = read_tree(data, name)
    if tree.root is None or tree.findings or tree.source is None:
        raise PolicyError(tree.findings)
    if not isinstance(tree.root, MappingNode):
        raise _refused(name, Text("文件的顶层不是“键: 值”", "the file is no mapping"))
    text = tree.source.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        root, comments = read_written(text)
    except TiedError as tied:
        line = text.count("\n", 0, tied.start) + 1
        reason = Text(f"第 {line} 行有锚点、别名或标签", f"line {line} has an anchor, an alias or a tag")
        raise _refused(name, reason) from tied
    assert isinstance(root, Branch)  # noqa: S101 -- as `tree.root` is a mapping
    around = attach(root, comments)
    put_in_order(root)
    made = laid_out(root, around)
    again = read_tree(made.encode(), name)
    if again.findings or again.root is None or _data(again.root) != _data(tree.root):
        raise _refused(name, Text("整理后的内容与原文不同", "it would not say the same"))
    if _words(made) != sorted(_bare(comment.text) for comment in comments):
        raise _refused(name, Text("整理后的注释与原文不同", "its comments would not be the same"))
    return made.encode()


def _words(text: str) -> list[str]:
    return sorted(_bare(comment.text) for comment in read_written(text)[1])


def _bare(comment: str) -> str:
    return comment.removeprefix("#").strip()


def _data(node: Node) -> Data:
    """What a file says, without the order of keys."""
    match node:
        case ScalarNode(text=text):
            return text
        case MappingNode(entries=entries):
            return {key: _data(entry.value) for key, entry in entries.items()}
        case _:
            return [_data(item) for item in node.items]


def _refused(name: str, reason: Text) -> FormatError:
    return FormatError(
        Text(f"无法整理 `{name}`：{reason.zh}", f"cannot format `{name}`: {reason.en}"),
        Text("文件未动。", "The file stays as it is."),
    )
