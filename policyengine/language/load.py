"""Reading a policy file: from YAML to frozen models, with all findings at once (language.md §3)."""

import re
from pathlib import Path

from policyengine.language import keys, messages
from policyengine.language.consequences import read_consequences
from policyengine.language.definitions import read_definitions
from policyengine.language.indicators import read_indicators
from policyengine.language.models import Jurisdiction, Policy
from policyengine.language.names import read_name
from policyengine.language.period import read_period
from policyengine.language.rules import read_rules
from policyengine.language.targets import read_targets
from policyengine.language.uncodified import read_uncodified
from policyengine.language.words import read_words
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding, has_errors, in_order
from policyengine.reading.nodes import MappingNode, ScalarNode, SequenceNode
from policyengine.reading.shapes import Fields, Part, Reader, sound
from policyengine.reading.yaml_tree import Tree, read_tree

LANGUAGE_VERSION = "1"
NATIONAL = "national"

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def load_policy(path: str | Path) -> Policy:
    """The policy that a file holds. Raises `PolicyError` with all findings where any is an error."""
    policy, _, findings = read_policy(path)
    if policy is None:
        raise PolicyError(findings)
    return policy


def read_policy(path: str | Path | bytes, name: str | None = None) -> tuple[Policy | None, Tree, tuple[Finding, ...]]:
    """The policy that a file (or bytes under a name) holds, its tree for the places of later findings, and findings.

    There is no policy where any finding is an error.
    """
    tree = read_tree(path, name)
    reader = Reader(tree, list(tree.findings))
    policy = None if tree.root is None else _policy(reader, Part(tree.root, ()))
    findings = in_order(reader.findings)
    return (None if has_errors(findings) else policy), tree, findings


def _policy(reader: Reader, part: Part) -> Policy | None:
    fields = reader.keyed(part, keys.POLICY)
    if fields is None:
        return None
    fields.read(reader, "language", _language)
    required = (
        fields.read(reader, "policy", read_name),
        fields.read(reader, "title", Reader.scalar),
        fields.read(reader, "jurisdiction", _jurisdiction),
        fields.read(reader, "period", read_period),
    )
    issuer = fields.read(reader, "issuer", Reader.scalar)
    document_number = fields.read(reader, "document_number", Reader.scalar)
    issued_on = fields.read(reader, "issued_on", Reader.date)
    vocabulary = fields.read(reader, "vocabulary", _vocabulary) or ()
    source_sha256 = fields.read(reader, "source", _source)
    targets = fields.read(reader, "targets", read_targets) or ()
    definitions = fields.read(reader, "definitions", read_definitions) or ()
    rules = fields.read(reader, "rules", read_rules) or ()
    indicators = fields.read(reader, "indicators", read_indicators) or ()
    consequences = fields.read(reader, "consequences", read_consequences) or ()
    uncodified = fields.read(reader, "uncodified", read_uncodified) or ()
    name, title, jurisdiction, period = required
    if name is None or title is None or jurisdiction is None or period is None:
        return None
    return Policy(
        name=name,
        file=reader.tree.file,
        sha256=reader.tree.sha256,
        title=title,
        issuer=issuer,
        document_number=document_number,
        issued_on=issued_on,
        jurisdiction=jurisdiction,
        period=period,
        vocabulary=vocabulary,
        source_sha256=source_sha256,
        targets=targets,
        definitions=definitions,
        rules=rules,
        indicators=indicators,
        consequences=consequences,
        uncodified=uncodified,
    )


def _language(reader: Reader, part: Part) -> None:
    text = reader.scalar(part)
    if text is not None and text != LANGUAGE_VERSION:
        reader.report(messages.UNSUPPORTED_LANGUAGE, part.place, found=text)


def _jurisdiction(reader: Reader, part: Part) -> Jurisdiction | None:
    if isinstance(part.node, ScalarNode) and part.node.text == NATIONAL:
        return Jurisdiction(at=part.at)
    if not isinstance(part.node, MappingNode) or len(part.node.entries) != 1:
        reader.report(messages.BAD_JURISDICTION, part.place)
        return None
    (place,) = Fields(part, part.node.entries).parts()
    code = reader.scalar(place)
    return None if code is None else Jurisdiction(at=part.at, kind=place.name, id=code)


def _vocabulary(reader: Reader, part: Part) -> tuple[str, ...]:
    """Names or paths, one or a list."""
    if isinstance(part.node, SequenceNode):
        return read_words(reader, part)
    return sound([reader.scalar(part)])


def _source(reader: Reader, part: Part) -> str | None:
    fields = reader.keyed(part, keys.SOURCE)
    digest = None if fields is None else fields.get("sha256")
    text = None if digest is None else reader.scalar(digest)
    if digest is not None and text is not None and not _SHA256.match(text):
        reader.report(messages.BAD_DIGEST, digest.place, found=text)
    return text
