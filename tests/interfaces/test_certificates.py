"""`certificate`, `verify` and `determine` as users call them."""

import json
from pathlib import Path

import pytest

from policyengine.audit.home import Home
from policyengine.audit.keys import Secrets
from policyengine.audit.rulings import rulings
from policyengine.audit.signatures import SigningKey
from tests.interfaces.calling import call
from tests.interfaces.ledger import DAYS, EXAMPLE, ledger_of

ABOUT = ("inspection-rate", "MZ01", "--run", "1")
DECIDED = ("--office", "市民政局", "--basis", "复决〔2019〕3号", "--on", "2019-03-01")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A ledger with one run, and its public key."""
    return ledger_of(tmp_path_factory.mktemp("ledger"), EXAMPLE / "policy.yaml", EXAMPLE / "facts", DAYS[1:])


def test_a_certificate_is_made_and_verified(
    ledger: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = ledger
    file = tmp_path / "certificate.json"
    made = call(capsys, "certificate", *ABOUT, "--ledger", folder, "--out", file)
    assert (made.code, made.out, made.err) == (0, "", f"the certificate is written to {file}\n")
    stranger = call(capsys, "verify", file, lang="zh")
    assert stranger.code == 0
    assert "签发        不能确定由谁签发：没有给出公钥，任何人都能签出同样的证书。" in stranger.out
    assert "结论        未达标" in stranger.out
    assert "另一种理解  备案的社会组织也计入：未达标" in stranger.out
    (tmp_path / "key").write_text(key + "\n")
    for given in (key, tmp_path / "key"):
        known = call(capsys, "verify", file, "--key", given)
        assert known.code == 0
        assert f"Signer          signed by the key that was given: {key}" in known.out
        assert "Rows            2  counted  does not satisfy" in known.out
    told = json.loads(call(capsys, "verify", file, "--format", "json").out)
    assert (told["holds"], told["signer"]) == (True, {"key": key, "established": False})
    assert told["verdict"]["status"] == "noncompliant"
    printed = call(capsys, "certificate", *ABOUT, "--ledger", folder)
    assert json.loads(printed.out)["payloadType"] == "application/vnd.in-toto+json"


def test_what_does_not_hold_ends_with_one_and_what_is_no_certificate_with_three(
    ledger: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "certificate.json"
    call(capsys, "certificate", *ABOUT, "--ledger", ledger[0], "--out", file)
    forged = tmp_path / "forged.json"
    forged.write_bytes(file.read_bytes().replace(b'"payload":"ey', b'"payload":"fy'))
    refused = call(capsys, "verify", forged, "--format", "json")
    assert (refused.code, json.loads(refused.out)["holds"]) == (1, False)
    assert refused.err.startswith("The certificate does not hold: the signature does not fit")
    other = str(SigningKey("quzhou/7f3a", Secrets(tmp_path / "other").make()).verifier)
    stranger = call(capsys, "verify", file, "--key", other)
    assert (stranger.code, stranger.out) == (1, "")
    assert "it is not signed by `quzhou/7f3a`" in stranger.err
    forged.write_text("{}")
    assert call(capsys, "verify", forged).code == 3
    assert call(capsys, "verify", tmp_path / "none.json").code == 3
    assert call(capsys, "verify", tmp_path).code == 3
    assert call(capsys, "verify", file, "--key", "no-key").code == 2


def test_a_ruling_is_recorded_shown_and_withdrawn(
    ledger: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--ledger", ledger[0])
    done = call(capsys, "determine", *ABOUT, *at, *DECIDED, "--sets-aside", "--recorded-by", "法规科", lang="zh")
    assert (done.code, done.out) == (0, "复核决定记录为第 2 号。\n")
    unknown = call(
        capsys, "determine", "inspection-rate", "MZ03", "--run", "1", *at, *DECIDED, "--decides", "compliant"
    )
    assert (unknown.code, unknown.out) == (0, "The ruling is on record as number 3.\n")
    ended = call(capsys, "determine", "--withdraw", "2", *at, *DECIDED)
    assert (ended.code, ended.out) == (0, "Ruling 2 is withdrawn, on record as number 4.\n")
    kept = rulings(Home.at(ledger[0]).open("ro").ledger, 1)
    assert [ruling.record.recorded_by for ruling in kept] == ["法规科", None]
    file = tmp_path / "certificate.json"
    call(capsys, "certificate", *ABOUT, *at, "--out", file)
    shown = call(capsys, "verify", file).out
    assert "Verdict         noncompliant" in shown
    assert "2  2019-03-01  市民政局  sets the verdict aside  复决〔2019〕3号" in shown
    assert "4  2019-03-01  市民政局  withdraws number 2  复决〔2019〕3号" in shown
    call(capsys, "certificate", "inspection-rate", "MZ03", "--run", "1", *at, "--out", file)
    assert "3  2019-03-01  市民政局  decides: compliant  复决〔2019〕3号" in call(capsys, "verify", file).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*ABOUT, *DECIDED), "it is not said what is decided"),
        ((*ABOUT, *DECIDED, "--sets-aside", "--decides", "compliant"), "it is not said what is decided"),
        (("inspection-rate", *DECIDED, "--sets-aside"), "it is not said what is decided"),
        ((*ABOUT, *DECIDED, "--withdraw", "2"), "`--withdraw` stands alone"),
        ((*ABOUT, *DECIDED, "--decides", "compliant"), "the verdict is `noncompliant`, not `unknown`"),
        ((*ABOUT, *DECIDED, "--decides", "complaint"), "there is no status `complaint`\nDid you mean `compliant`?"),
        (("inspection-rate", "MZ09", "--run", "1", *DECIDED, "--sets-aside"), "gave no verdict on this subject"),
        (("inspection-rat", "MZ01", "--run", "1", *DECIDED, "--sets-aside"), "Did you mean `inspection-rate`?"),
        (("inspection-rate", "MZ01", "--run", "7", *DECIDED, "--sets-aside"), "no run `7`"),
        (("--withdraw", "2", "--policy", "inspections", *DECIDED), "`--withdraw` stands alone"),
        (("--withdraw", "1", *DECIDED), "record 1 is no ruling"),
    ],
)
def test_what_cannot_be_decided(
    ledger: tuple[str, str], capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    done = call(capsys, "determine", *arguments, "--ledger", ledger[0])
    assert (done.code, done.out) == (2, "")
    assert said in done.err
