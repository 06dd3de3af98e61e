"""A draft as a policy file, in which `待编` marks what its author has still to do."""

from collections.abc import Iterator

from policyengine.authoring.drafting.clues import Clues
from policyengine.authoring.drafting.draft import Draft, Passage, is_preface
from policyengine.language.models import Modality
from policyengine.reading.plain import is_plain, quoted, reads_as_text
from policyengine.sources.headings import PREFACE

TO_DO = "待编"

_HEADER = """\
# 由原文起草，尚未逐条核定。每处“{to_do}”核定后删去；原文没有写明的，一律不填。
policy: {name}
title: {title}
jurisdiction: national                  # {to_do}：适用地域，如 {{city: "330800"}}
period: {period}  # {to_do}：核对起止日期
vocabulary: social_organizations
source: {{sha256: {sha256}}}
"""


def yaml_of(draft: Draft) -> str:
    """The policy file: all numbers found as targets, each sentence as a rule to be filled in, headings uncodified."""
    end = "" if draft.end is None else f", until: {draft.end}"
    parts = [
        _HEADER.format(
            to_do=TO_DO,
            name=draft.name,
            title=_scalar(draft.title),
            period=f"{{from: {draft.start}{end}}}",
            sha256=draft.sha256,
        )
    ]
    targets = [line for passage in draft.passages for line in _targets(passage)]
    uncodified = list(_uncodified(draft.passages))
    rules = [line for passage in draft.passages if passage.clues and passage.quote for line in _rule(passage)]
    parts += ["\n".join([key, *lines]).rstrip() + "\n" for key, lines in _sections(targets, rules, uncodified) if lines]
    return "\n".join(parts)


def _sections(targets: list[str], rules: list[str], uncodified: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "targets:", targets
    yield "rules:", rules
    yield "uncodified:", uncodified


def _targets(passage: Passage) -> Iterator[str]:
    for name, amount in zip(_target_names(passage), passage.clues.amounts if passage.clues else (), strict=True):
        yield f"  {name}:"
        yield f"    value: {amount.value or 'unspecified'}"
        if amount.unit is not None:
            yield f"    unit: {_scalar(amount.unit)}"
        yield f"    label: {_scalar(passage.title)}"
        yield f"    note: {_scalar(f'原文为“{amount.said}”')}"


def _target_names(passage: Passage) -> list[str]:
    found = passage.clues.amounts if passage.clues else ()
    return [f"sentence_{passage.sentence.n}_{n}" for n in range(1, len(found) + 1)]


def _rule(passage: Passage) -> Iterator[str]:
    clues = passage.clues
    if clues is None or passage.quote is None:
        return
    n, section = passage.sentence.n, passage.sentence.section
    due = next((by.due for by in clues.deadlines if by.due is not None), None)
    yield f"  # {TO_DO}：第 {n} 句。{'；'.join(_hints(passage, clues))}"
    yield f"  sentence-{n}:"
    yield f"    title: {_scalar(passage.title)}"
    yield f"    modality: {clues.modality or Modality.MUST}"
    yield f"    subject: {clues.subject}"
    yield f"    evidence: {{document: {TO_DO}}}"
    if due is not None:
        yield f"    due: {due}"
    yield "    cite:"
    yield f"      section: {_scalar(section)}"
    yield f"      quote: {_scalar(passage.quote)}"
    yield ""


def _hints(passage: Passage, clues: Clues) -> Iterator[str]:
    """What was found, and what its author has to decide."""
    for name, amount in zip(_target_names(passage), clues.amounts, strict=True):
        yield f"数字“{amount.said}”→ ${name}"
    for by in clues.deadlines:
        yield f"期限“{by.said}”" + ("" if by.due is not None else "（起算日待定）")
    for words in clues.populations:
        yield f"总体“{words}”"
    for words in clues.frequencies:
        yield f"频次“{words}”"
    if clues.prohibition:
        yield "禁止性要求"
    if ";" in passage.sentence.text or "\uff1b" in passage.sentence.text:
        yield "一句多项，拆成多条"
    if is_preface(passage):
        yield "若是引言，移到 uncodified（preamble）"
    elif clues.modality is None:
        yield "没有标明强度的动词，核对 modality"
    yield "核对对象和要求"


def _uncodified(passages: tuple[Passage, ...]) -> Iterator[str]:
    """The headings; where words stand more than once in a section, no quote tells which, and the section is named."""
    whole = {passage.sentence.section for passage in passages if passage.quote is None}
    for passage in passages:
        section = passage.sentence.section
        if passage.quote is None and passage.clues is not None:
            yield f"  # {TO_DO}：第 {passage.sentence.n} 句在本节不止一处，引文须加长：{passage.title}"
        if passage.clues is None and passage.quote is not None and section not in whole:
            yield f"  - section: {_scalar(section)}"
            yield f"    quote: {_scalar(passage.quote)}"
            yield f"    reason: {_reason(passage)}"
    for section in sorted(whole):
        yield f"  - section: {_scalar(section)}  # {TO_DO}：本节没有引用的各句"
        yield f"    reason: {'preamble' if section == PREFACE else 'heading'}"


def _reason(passage: Passage) -> str:
    return "preamble" if passage.sentence.section == PREFACE and passage.sentence.n > 1 else "heading"


def _scalar(text: str) -> str:
    """A text as a YAML scalar, in quotation marks where it needs them."""
    return text if is_plain(text, flow=False) and reads_as_text(text) else quoted(text)
