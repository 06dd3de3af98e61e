"""The canonical form of policies: what it looks like, that nothing is lost, and that it is its own."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policyengine.authoring.formatting import FormatError, canonical
from policyengine.reading.errors import PolicyError
from policyengine.reading.yaml_tree import read_tree

ROOT = Path(__file__).parents[3]
PLANS = [*sorted((ROOT / "policies").glob("*.yaml")), ROOT / "examples" / "inspections" / "policy.yaml"]

UNTIDY = """\
#! first
# about the file
title:   "小方案"   # its title
policy: 'small'

targets: {share: {label: 占比, value: 50%}, rate: {value: '5%'}}
jurisdiction: {"city": "330800" }
rules:
      # about a
      a:
         modality: must
         title: |
           两行
             的标题
         cite:
         - {quote: 过半,section: 一}
         -   section: 二   # a trailing one
             quote: "一半: 以上"
         #about the measure
         measure: {satisfying: {kind: urban}, where: {any: [{kind: urban},
                   {kind: rural}]}, ratio: communities}
         require: {at_least: $share,   # within braces
                   at_most: 90%}
         # left over at the end of a
         # and one more


      b:
         title: >-
            folded
            text
         subject: city
         evidence: {document: "it's \\"so\\"", items: [台账, 'no', '1', "a, b", 'a "quoted" word', x: y]}
# about the period
period: {until: 2018-12-31, from: 2018-01-01}
# the end
"""

TIDY = """\
#! first
# about the file
policy: small
title: 小方案       # its title
jurisdiction: {city: "330800"}
# about the period
period: {from: 2018-01-01, until: 2018-12-31}

targets: {share: {value: 50%, label: 占比}, rate: {value: 5%}}

rules:
  # about a
  a:
    title: |
      两行
        的标题
    modality: must
    # about the measure
    measure: {ratio: communities, where: {any: [{kind: urban}, {kind: rural}]}, satisfying: {kind: urban}}
    require:
      at_least: $share                 # within braces
      at_most: 90%
    cite:
      - {section: 一, quote: 过半}
      - section: 二        # a trailing one
        quote: "一半: 以上"
    # left over at the end of a
    # and one more

  b:
    title: >-
      folded
      text
    subject: city
    evidence: {items: [台账, "no", "1", "a, b", a "quoted" word, {x: y}], document: it's "so"}
# the end
"""


def test_the_form() -> None:
    assert canonical(UNTIDY.encode(), "untidy.yaml").decode() == TIDY
    assert canonical(TIDY.encode(), "tidy.yaml").decode() == TIDY


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("cite: [{\n  # why\n  section: 一}]\n", "cite:\n  # why\n  - section: 一\n"),
        ("a: # beside\n  - # first\n    b: 1\n", "a:  # beside\n  -  # first\n    b: 1\n"),
        ("a:\n  b: |\n     x\n    # below\nc: 1\n", "a:\n  b: |\n    x\n  # below\nc: 1\n"),
        ("section: '08'\n", 'section: "08"\n'),
        ("section: 08\n", "section: 08\n"),
        ("a: ':0'\n", 'a: ":0"\n'),
    ],
)
def test_corners(untidy: str, tidy: str) -> None:
    assert canonical(untidy.encode(), "untidy.yaml").decode() == tidy
    assert canonical(tidy.encode(), "tidy.yaml").decode() == tidy


def test_line_ends_marks_and_empty_lines() -> None:
    data = ("\ufeff" + UNTIDY.replace("\n", "\r\n")).encode()
    assert canonical(data, "untidy.yaml").decode() == TIDY


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_plans_are_in_it(path: Path) -> None:
    assert canonical(path.read_bytes(), path.name).decode() == path.read_text("utf-8")


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_written_by_another_program_they_come_back_to_one_form(path: Path) -> None:
    """Only the choice between braces and lines of their own, and comments, are the author's."""
    data = yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - every scalar stays its own text
    forms = {
        canonical(yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=by_name, indent=indent, width=width).encode(), "")
        for by_name, indent, width in ((True, 2, 80), (False, 4, 500))
    }
    (form,) = {yaml_lines(form) for form in forms}
    assert form


def yaml_lines(form: bytes) -> tuple[str, ...]:
    """The lines of a form; names keep the order of the file, so that sorting changes theirs."""
    return tuple(sorted(line for line in form.decode().splitlines() if line))


def test_a_line_that_is_too_long_becomes_several() -> None:
    text = f"rules: {{a: {{title: {'长' * 60}, reading: {'长' * 60}}}}}\n"
    assert canonical(text.encode(), "long.yaml").decode() == (
        f"rules:\n  a:\n    title: {'长' * 60}\n    reading: {'长' * 60}\n"
    )


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: !!str 1\n", "- a\n- b\n", "word\n"])
def test_what_cannot_be_moved_is_refused(text: str) -> None:
    with pytest.raises((FormatError, PolicyError)):
        canonical(text.encode(), "tied.yaml")


def test_broken_files_are_refused_with_their_findings() -> None:
    with pytest.raises(PolicyError, match=r"broken\.yaml:2:1"):
        canonical(b"a: [", "broken.yaml")


words = st.one_of(
    st.sampled_from(
        ["city", "5%", "no", "2018-05-09", "330800", "a: b", "# no", "it's", '"', "{x}", "-", "", " a", "a\nb"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf")), max_size=8),
)
names = st.sampled_from(["policy", "title", "rules", "targets", "cite", "value", "measure", "ratio", "where", "x"])
values = st.recursive(
    words,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=300)
@given(st.dictionaries(names, values, min_size=1, max_size=4), st.sampled_from([None, False, True]), st.randoms())
def test_whatever_is_written_stays_and_its_form_is_its_own(
    data: dict[str, object], flow: bool | None, draw: random.Random
) -> None:
    """Comments are put wherever YAML has them; `canonical` itself compares what was said before and after."""
    text = yaml.dump(data, allow_unicode=True, default_flow_style=flow, width=draw.choice([20, 80, 500]))
    lines = []
    for line in text.splitlines():
        if draw.random() < 0.2:
            lines.append(" " * draw.randrange(6) + "#above" * draw.randrange(2) + "")
        lines.append(line + ("  # beside" if draw.random() < 0.2 else ""))
    untidy = "\n".join([*lines, ""]).encode()
    tree = read_tree(untidy, "drawn.yaml")
    if tree.findings:  # a comment has cut a text in two
        return
    form = canonical(untidy, "drawn.yaml")
    assert canonical(form, "form.yaml") == form
