"""One value of a policy changed, and the proof that nothing else has been."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from policyengine.authoring.editing.addresses import address_of
from policyengine.authoring.editing.spelling import UNSPECIFIED, spelled
from policyengine.language.comparing.changes import Difference
from policyengine.language.comparing.compare import compare
from policyengine.language.load import read_policy
from policyengine.plan.ready import check_read
from policyengine.reading.errors import PolicyEngineError, PolicyError
from policyengine.reading.findings import Finding
from policyengine.reading.nodes import ScalarNode
from policyengine.reading.source import Source, read_bytes
from policyengine.reading.text import Text
from policyengine.reading.yaml_tree import read_tree

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class EditError(PolicyEngineError):
    """A value that cannot be changed alone, for the file writes it in a way that ties it to others."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A value that is about to change: `before` and `after` as the file writes them, `old` and `new` all of its bytes.

    `findings` are those that the file has only since the change: with any, it is not to be written. Where both values
    are the same, so are the bytes.
    """

    path: Path
    address: str
    before: str
    after: str
    old: bytes
    new: bytes
    difference: Difference
    findings: tuple[Finding, ...]


def edit_value(path: Path, name: str, value: str, *, as_written: bool = False) -> Edit:
    """A policy's file with another value under an address; nothing is written yet.

    The value takes the form of the old one (`spelling.spelled`), unless it is to stand as it is written. Raises
    `PolicyError` for a file that is no policy, `UnknownTargetError`, `BadValueError`, and `EditError` where the value
    does not stand alone.
    """
    data = read_bytes(path, str(path))
    if isinstance(data, Finding):
        raise PolicyError([data])
    policy, tree, findings = read_policy(data, str(path))
    if policy is None or tree.source is None:
        raise PolicyError(findings)
    address, at = address_of(policy, name)
    node = tree.node(at)
    start = _start(tree.source, node)
    if not isinstance(node, ScalarNode) or start is None:
        raise _tied(address)
    before = node.text.strip()
    after = spelled(value, UNSPECIFIED if as_written else before)
    text, end = tree.source.text, start + node.place.length
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    new = mark + (text[:start] + _quoted(after, text[start:end]) + text[end:]).encode()
    changed, new_tree, new_findings = read_policy(new, str(path))
    known = Counter(_sign(finding) for finding in check_read(policy, tree, findings).findings)
    all_new = check_read(changed, new_tree, new_findings).findings
    wrong = tuple(finding for finding in all_new if not known[_sign(finding)])
    difference = Difference((), {}) if changed is None else compare(policy, changed)
    if sum(len(change.aspects) for change in difference.changes) > 1:
        raise _tied(address)
    if changed is not None and not difference.changes and not as_written:
        after, new = before, data
    return Edit(path, address, before, after, data, new, difference, wrong)


def _start(source: Source, node: object) -> int | None:
    """Where in the text a value begins that is written on one line, without anchor or alias; else `None`."""
    if not isinstance(node, ScalarNode):
        return None
    start = source.offset(node.place)
    written = source.text[start : start + node.place.length]
    alone = read_tree(written.encode()).root
    return start if isinstance(alone, ScalarNode) and alone.text == node.text and not written.startswith("&") else None


def _quoted(value: str, old: str) -> str:
    """The value between the same quotes as the old one."""
    match old[:1]:
        case '"':
            return json.dumps(value)
        case "'":
            return f"'{value}'"
        case _:
            return value


def _sign(finding: Finding) -> tuple[str, int, str]:
    return finding.code, finding.place.line, finding.message.en


def _tied(address: str) -> EditError:
    return EditError(
        Text(
            f"`{address}` 的值与别处共用，或跨行书写", f"the value of `{address}` is shared with others, or spans lines"
        ),
        Text("请在编辑器中修改。", "Change it in an editor."),
    )
