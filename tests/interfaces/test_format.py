"""`policyengine format`: what it writes, shows and returns."""

from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import call

UNTIDY = 'title:   "小方案"\npolicy: small\n'
TIDY = "policy: small\ntitle: 小方案\n"
DIFFERENCE = """\
--- {file} (now)
+++ {file} (formatted)
@@ -1,2 +1,2 @@
-title:   "小方案"
 policy: small
+title: 小方案
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    untidy, tidy = tmp_path / "untidy.yaml", tmp_path / "tidy.yaml"
    untidy.write_text(UNTIDY, "utf-8")
    tidy.write_text(TIDY, "utf-8")
    return untidy, tidy


def test_files_are_formatted(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "format", *files)
    assert (called.code, called.out) == (exits.FINE, "")
    assert called.err == f"formatted {files[0]}\nfiles: 2, formatted: 1, unchanged: 1\n"
    assert [file.read_text("utf-8") for file in files] == [TIDY, TIDY]
    assert call(capsys, "format", *files, lang="zh").err == "2 个文件：0 个整理过，2 个本来就是\n"


def test_check_writes_nothing(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "format", *files, "--check")
    assert (called.code, called.out) == (exits.FINDINGS, "")
    assert called.err == f"{files[0]} is not in canonical form\nfiles: 2, to be formatted: 1, canonical: 1\n"
    assert files[0].read_text("utf-8") == UNTIDY
    assert call(capsys, "format", files[1], "--check").code == exits.FINE


def test_diff_shows_the_lines_and_writes_nothing(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "format", *files, "--diff")
    assert (called.code, called.out) == (exits.FINE, DIFFERENCE.format(file=files[0]))
    assert files[0].read_text("utf-8") == UNTIDY


def test_none_is_written_where_one_cannot_be_formatted(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text("policy: &name small\ntitle: *name\n", "utf-8")
    called = call(capsys, "format", *files)
    assert called.code == exits.REFUSED
    assert (
        called.err == f"cannot format `{files[1]}`: line 1 has an anchor, an alias or a tag\nThe file stays as it is.\n"
    )
    assert files[0].read_text("utf-8") == UNTIDY
