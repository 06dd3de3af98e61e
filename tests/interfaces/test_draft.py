"""`policyengine draft`: from a file or standard input, to a file or standard output."""

import io

import pytest

from tests.authoring.drafting.town import TEXT
from tests.interfaces.calling import call


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "Town-2024.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_into_a_file(text, tmp_path, capsys):
    out = tmp_path / "town_2024.yaml"
    called = call(capsys, "draft", text, "--out", out)
    assert (called.code, called.out) == (0, "")
    assert called.err == f"{out}: 8 rules to be filled in, 9 numbers, 5 headings\n"
    assert "\npolicy: town_2024\n" in out.read_text("utf-8")
    assert call(capsys, "check", out).code == 0


def test_a_file_is_replaced_by_force_alone(text, tmp_path, capsys):
    out = tmp_path / "kept.yaml"
    out.write_text("kept", "utf-8")
    called = call(capsys, "draft", text, "--out", out)
    assert (called.code, out.read_text("utf-8")) == (2, "kept")
    assert "`--force` replaces it." in called.err
    assert call(capsys, "draft", text, "--out", out, "--force").code == 0
    assert "policy: kept" in out.read_text("utf-8")


def test_standard_input_and_output(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("加强管理。".encode())))
    called = call(capsys, "draft", "-", "--year", "2024")
    assert (called.code, called.err) == (0, "")
    assert "policy: draft\n" in called.out


def test_what_cannot_be_read_is_refused(tmp_path, capsys):
    called = call(capsys, "draft", tmp_path / "none.txt")
    assert (called.code, called.out) == (3, "")
    assert "none.txt" in called.err
