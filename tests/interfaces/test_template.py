"""`policyengine template`."""

from pathlib import Path

import pytest

from policyengine.reading.text import Lang
from tests.interfaces.calling import call

POLICY = "examples/inspections/policy.yaml"


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "{folder}：4 张工作表，16 列\n"), ("en", "{folder}: 4 sheets, 16 columns\n")]
)
def test_a_template_is_made_once(lang: Lang, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "填报"
    made = call(capsys, "template", str(folder), "--policy", POLICY, lang=lang)
    assert (made.code, made.out, made.err) == (0, said.format(folder=folder), "")
    assert sorted(path.name for path in folder.iterdir()) == ["facts.yaml", "填报表.xlsx"]
    again = call(capsys, "template", str(folder), "--policy", POLICY, lang=lang)
    assert (again.code, again.out) == (3, "")
    blank = call(capsys, "evaluate", POLICY, "--facts", str(folder / "填报表.xlsx"), "--as-of", "2019-01-31", lang=lang)
    assert blank.code == 0
    assert len(blank.err.splitlines()) == 8


def test_policies_of_different_vocabularies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vocabulary = tmp_path / "v.yaml"
    vocabulary.write_text("vocabulary: v\nentities: {city: {plural: cities, fields: {kind: text}}}\n", "utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(
        "policy: other\ntitle: 另一方案\njurisdiction: national\nperiod: {from: 2018-01-01}\nvocabulary: v.yaml\n"
        "rules: {r: {title: 规则, modality: must, subject: city, require: {kind: a}, "
        "cite: {section: 一, quote: 甲}}}\n",
        "utf-8",
    )
    made = call(capsys, "template", str(tmp_path / "x"), "--policy", POLICY, "--policy", str(other))
    assert (made.code, made.err) == (
        2,
        "the policies do not use one vocabulary\nMake a template for each of them.\n",
    )
    assert not (tmp_path / "x").exists()
