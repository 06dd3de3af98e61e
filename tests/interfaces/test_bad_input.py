"""What cannot be used, read or written: each with its exit code and words in both languages, never a traceback."""

import json
import os
import resource
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits, refused
from policyengine.reading.text import Lang, Text
from tests.interfaces.calling import SMALL, call, command, spawn, write_small

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path)


def said(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


# --- policies ---------------------------------------------------------------------------------------------------------


@BOTH
def test_a_policy_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    called = call(capsys, "check", tmp_path / "absent.yaml", lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "没有文件", "there is no file") in called.out


@BOTH
def test_a_directory_where_a_policy_is_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    for arguments in (["check", tmp_path], ["evaluate", tmp_path, "--facts", tmp_path]):
        called = call(capsys, *arguments, lang=lang)
        assert called.code == exits.REFUSED
        assert said(lang, "是目录", "is a directory") in called.out + called.err


@AS_ROOT
@BOTH
def test_a_policy_that_may_not_be_read(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    small[0].chmod(0)
    called = call(capsys, "check", small[0], lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "无法打开", "cannot open") in called.out


@BOTH
def test_a_policy_in_another_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    policy = tmp_path / "gbk.yaml"
    policy.write_bytes(SMALL.encode("gb18030"))
    called = call(capsys, "check", policy, lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "不是 UTF-8 编码", "is not UTF-8") in called.out
    assert "GB18030" in called.out


@BOTH
def test_a_policy_of_100_megabytes(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    policy = tmp_path / "large.yaml"
    with policy.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    called = call(capsys, "check", policy, lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "文件有 104857600 字节", "the file has 104857600 bytes") in called.out


@BOTH
def test_aliases_that_expand_without_end(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    policy = tmp_path / "bomb.yaml"
    policy.write_text("\n".join(lines), "utf-8")
    called = call(capsys, "check", policy, lang=lang)
    assert called.code == exits.FINDINGS
    assert said(lang, "引用展开后超过", "the aliases expand to more than") in called.out


@BOTH
def test_a_policy_with_errors_is_not_evaluated(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    small[0].write_text(SMALL.replace("kind: urban", "kinds: urban"), "utf-8")
    called = call(capsys, "evaluate", small[0], "--facts", small[1], lang=lang)
    assert (called.code, called.out) == (exits.REFUSED, "")
    assert said(lang, "是否想写 `kind`", "Did you mean `kind`") in called.err
    assert f"{small[0]}:13:48: " in called.err


@BOTH
def test_an_unknown_vocabulary(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    small[0].write_text(SMALL.replace("vocabulary: social_organizations", "vocabulary: social_organisations"), "utf-8")
    called = call(capsys, "check", small[0], lang=lang)
    assert called.code == exits.REFUSED
    assert "`social_organizations`" in called.err


# --- facts ------------------------------------------------------------------------------------------------------------


@BOTH
def test_an_empty_folder_of_facts(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    for file in small[1].iterdir():
        file.unlink()
    called = call(capsys, "evaluate", small[0], "--facts", small[1], lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "没有可读取的表", "has no table") in called.err


@BOTH
def test_a_folder_of_facts_that_is_not_there_or_is_a_file(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    absent = call(capsys, "evaluate", small[0], "--facts", small[1] / "absent", lang=lang)
    assert absent.code == exits.REFUSED
    assert said(lang, "没有事实文件夹", "there is no folder of facts") in absent.err
    file = call(capsys, "evaluate", small[0], "--facts", small[0], lang=lang)
    assert file.code == exits.REFUSED
    assert said(lang, "是文件，应为文件夹", "is a file, not a folder") in file.err


@BOTH
def test_a_missing_table_makes_verdicts_unknown_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    policy, facts = write_small(tmp_path, tables=("city", "county", "street"))
    out = tmp_path / "verdicts.json"
    called = call(capsys, "evaluate", policy, "--facts", facts, "--out", out, lang=lang)
    assert called.code == exits.FINE
    assert said(lang, "没有提供的表：`community`、", "Tables not supplied: `community`, ") in called.out
    shares = [one for one in json.loads(out.read_text("utf-8")) if one["rule"] == "urban-share"]
    assert [(one["status"], one["reasons"]) for one in shares] == [
        ("unknown", ["empty_population", "table_not_supplied:community"])
    ] * 2


@BOTH
def test_facts_of_another_city(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    for name in ("city", "county", "street"):
        file = small[1] / f"{name}.csv"
        file.write_text(file.read_text("utf-8").replace("3308", "1502"), "utf-8")
    called = call(capsys, "evaluate", small[0], "--facts", small[1], lang=lang)
    assert called.code == exits.FINE
    assert said(lang, "全部在管辖范围之外", "all lie outside the jurisdiction") in called.out
    assert "`--jurisdiction city:150200`" in called.out


@BOTH
def test_every_refusal_of_facts_is_listed(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang, tmp_path: Path
) -> None:
    rows = "".join(f"x{n},某,s1,城郊{n}\n" for n in range(80))
    (small[1] / "community.csv").write_text("id,name,street,kind\n" + rows, "utf-8")
    written = tmp_path / "refusals.csv"
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--refusals", written, lang=lang)
    assert called.code == exits.REFUSED
    assert all(said(lang, f"第 {n + 2} 行: `城郊{n}`", f"row {n + 2}: `城郊{n}`") in called.err for n in range(80))
    assert said(lang, "共 80 条", "for 80 reasons") in called.err
    lines = written.read_text("utf-8-sig").splitlines()
    assert lines[0] == "file,row,column,value,code,reason,hint"
    assert lines[1].startswith("community.csv,2,kind,城郊0,")
    assert len(lines) == 81


def test_a_person_at_a_terminal_sees_the_first_refusals(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (small[1] / "community.csv").write_text("id,street\n" + "".join(f"x{n},s9\n" for n in range(80)), "utf-8")
    notes: list[str] = []
    monkeypatch.setattr(refused, "note", notes.append)
    monkeypatch.setattr(refused.sys.stderr, "isatty", lambda: True, raising=False)
    assert call(capsys, "evaluate", small[0], "--facts", small[1]).code == exits.REFUSED
    assert notes[0].count("  row ") == refused.MOST_SHOWN
    assert notes[-1] == "30 more; `--refusals F.csv` writes all of them."


# --- calls ------------------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as-of", "2018-13-01"], Text("`2018-13-01` 不是日期", "`2018-13-01` is no date")),
        (["--jurisdiction", "330800"], Text("`330800` 不是管辖范围", "`330800` is no jurisdiction")),
        (["--fail-on", "noncomplient"], Text("是否想写 `noncompliant`", "Did you mean `noncompliant`")),
        (["--backend", "sqlite"], Text("`--backend` 应为 `polars`、", "`--backend` is one of `polars`, ")),
        (["--out", "verdicts.doc"], Text(".parquet, .csv, .json", ".parquet, .csv, .json")),
        (["--outt", "verdicts.csv"], Text("是否想写 `--out`", "Did you mean `--out`")),
    ],
)
def test_options_that_make_no_sense(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], arguments: list[str], words: Text, lang: Lang
) -> None:
    called = call(capsys, "evaluate", small[0], "--facts", small[1], *arguments, lang=lang)
    assert (called.code, called.out) == (exits.USAGE, "")
    assert words.within(lang) in called.err


@BOTH
def test_an_unknown_command(capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    called = call(capsys, "evalute", lang=lang)
    assert called.code == exits.USAGE
    assert said(lang, "用法有误", "wrong usage") in called.err
    assert "evaluate" in called.err


# --- outputs ----------------------------------------------------------------------------------------------------------


@BOTH
def test_an_output_folder_that_is_not_there_or_is_no_folder(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    for out in (small[1] / "absent" / "v.json", small[0] / "v.json"):
        called = call(capsys, "evaluate", small[0], "--facts", small[1], "--out", out, lang=lang)
        assert called.code == exits.REFUSED
        assert said(lang, f"无法写入 `{out}`", f"cannot write `{out}`") in called.err


@AS_ROOT
@BOTH
def test_an_output_folder_that_may_not_be_written(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang, tmp_path: Path
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--out", folder / "v.json", lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "无法写入", "cannot write") in called.err


@BOTH
def test_a_directory_where_an_output_file_is_meant(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang, tmp_path: Path
) -> None:
    out = tmp_path / "v.json"
    out.mkdir()
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--out", out, lang=lang)
    assert called.code == exits.REFUSED
    assert said(lang, "无法写入", "cannot write") in called.err


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet", "xlsx", "html", "sarif", "xml"])
def test_a_disk_that_is_full(small: tuple[Path, Path], tmp_path: Path, suffix: str) -> None:
    """A limit on the size of files stands in for the disk."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"v.{suffix}").write_text("old", "utf-8")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = subprocess.run(
        command("evaluate", small[0], "--facts", small[1], "--out", folder / f"v.{suffix}", "--lang", "en"),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )
    assert done.returncode == exits.REFUSED, done.stderr
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert [(path.name, path.read_text("utf-8")) for path in folder.iterdir()] == [(f"v.{suffix}", "old")]


SLOW = """
import sys, time
from pathlib import Path
from policyengine.interfaces.cli import written
from policyengine.interfaces.cli.main import main

frames = written._told

def slowly(wanted, told):
    for frame in frames(wanted, told):
        yield frame
        Path(sys.argv[-1]).with_name("begun").touch()
        time.sleep(60)

written._told = slowly
main()
"""


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, exits.INTERRUPTED),
        (signal.SIGTERM, exits.TERMINATED),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_a_run_that_is_interrupted_leaves_no_half_written_file(
    small: tuple[Path, Path], tmp_path: Path, number: signal.Signals, code: int, suffix: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    out = folder / f"v.{suffix}"
    running = subprocess.Popen(
        [sys.executable, "-c", SLOW, "evaluate", small[0], "--facts", small[1], "--lang", "zh", "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(folder.rglob("begun")) and not (folder / "begun").exists():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.send_signal(number)
    _, err = running.communicate(timeout=30)
    assert running.returncode == code
    assert not out.exists()
    assert "Traceback" not in err
    if number is not signal.SIGKILL:
        assert [path.name for path in folder.iterdir()] == ["begun"]
    if number is signal.SIGINT:
        assert "已中断" in err


# --- faults of the program --------------------------------------------------------------------------------------------


@BOTH
def test_a_fault_of_the_program_is_never_a_verdict(lang: Lang) -> None:
    script = textwrap.dedent("""
        from policyengine.interfaces.cli import schema
        from policyengine.interfaces.cli.main import main
        schema.json_schema = lambda kind: 1 / 0
        main()
    """)
    done = subprocess.run(
        [sys.executable, "-c", script, "schema", "policy", "--lang", lang], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (exits.FAULT, "")
    assert "ZeroDivisionError" in done.stderr
    assert said(lang, "程序自身的错误", "a fault of the program") in done.stderr


def test_the_locale_chooses_the_language_and_the_option_goes_before() -> None:
    chinese = {"LC_ALL": "zh_CN.UTF-8"}
    assert "没有文件" in spawn("check", "absent.yaml", environment=chinese).out
    assert "there is no file" in spawn("check", "absent.yaml", environment={"LC_ALL": "C.UTF-8"}).out
    assert "没有文件" in spawn("check", "absent.yaml", environment={"POLICYENGINE_LANG": "zh"}).out
    assert "there is no file" in spawn("check", "absent.yaml", "--lang", "en", environment=chinese).out
