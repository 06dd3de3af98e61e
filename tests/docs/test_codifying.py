"""The guide's examples are one sound policy, its commands exist, and its quotes stand in the plans that it names."""

import re
from collections import defaultdict

from policyengine.interfaces.cli.main import COMMANDS
from policyengine.plan.ready import check_policy
from policyengine.reading.render import render_text
from policyengine.sources.folding import fold
from tests.interfaces.calling import ROOT

GUIDE = ROOT / "docs" / "codifying.md"
PLANS = {
    "衢州": "quzhou_2018",
    "宁波": "ningbo_2018",
    "包头": "baotou_2021",
    "东营": "dongying_2022",
    "长宁": "changning_2023",
}


def blocks() -> list[str]:
    """The guide's pieces of policy, in their order."""
    return re.findall(r"^```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def together() -> str:
    """All pieces as one file: what stands under the same key is put together."""
    head, *pieces = blocks()
    parts: dict[str, str] = defaultdict(str)
    for piece in pieces:
        for key, body in re.findall(r"^(\w+):\n((?: .*\n)+)", piece, re.MULTILINE):
            parts[key] += body
    return head + "".join(f"{key}:\n{body}" for key, body in parts.items())


def test_the_examples_are_a_policy_without_findings(tmp_path):
    path = tmp_path / "hangzhou_2024.yaml"
    path.write_text(together(), "utf-8")
    checked = check_policy(path)
    assert render_text(checked.findings, "en") == ""
    assert checked.plan is not None
    assert (len(blocks()), len(checked.plan.rules)) == (14, 11)


def test_no_line_of_an_example_is_left_out():
    said = {line for block in blocks() for line in block.splitlines()}
    assert said - set(together().splitlines()) == set()


def test_the_words_quoted_are_cited_by_the_plans():
    quoted = re.findall(r"^> “(.+)”（(\w+) ", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert {city for _, city in quoted} == set(PLANS)
    assert len(quoted) == 13
    for words, city in quoted:
        plan = fold((ROOT / "policies" / f"{PLANS[city]}.yaml").read_text("utf-8")).text
        for part in words.split("”“"):
            assert fold(part).text.replace("'", '"') in plan, part


def test_its_commands_exist():
    named = re.findall(r"`policyengine (\w+)", GUIDE.read_text("utf-8"))
    assert set(named) <= set(COMMANDS)
    assert {"draft", "check", "clauses", "test", "evaluate", "why"} <= set(named)
