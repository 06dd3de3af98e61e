"""Pages in a real browser: they ask no host for anything, and nothing in them goes wrong."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from policyengine.reading.text import Lang
from tests.interfaces.calling import ROOT, call

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--enable-logging=stderr", "--virtual-time-budget=1000", "--dump-dom"),
)
FACTS = ROOT / "examples" / "inspections" / "facts"
POLICY = ROOT / "examples" / "inspections" / "policy.yaml"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; .ci/run installs it")


@dataclass(frozen=True)
class Rendered:
    """The page as the browser had it, the hosts that were asked, and what the console said."""

    dom: str
    hosts: frozenset[str]
    console: tuple[str, ...]


def rendered(path: Path, folder: Path) -> Rendered:
    log = folder / f"{path.stem}.netlog.json"
    options = (f"--user-data-dir={folder / path.stem}", f"--log-net-log={log}")
    done = subprocess.run(
        [CHROMIUM or "", *QUIET, *options, path.as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    events = json.loads(log.read_text("utf-8"))["events"]
    urls = (str(event["params"]["url"]) for event in events if "url" in event.get("params", {}))
    console = tuple(line for line in done.stderr.splitlines() if ":CONSOLE" in line)
    return Rendered(done.stdout, frozenset(urlsplit(url).netloc for url in urls), console)


@pytest.fixture(scope="module")
def own_hosts(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Whom the browser asks by itself."""
    folder = tmp_path_factory.mktemp("empty")
    empty = folder / "empty.html"
    empty.write_text("<!DOCTYPE html><title>empty</title>", "utf-8")
    return rendered(empty, folder).hosts


def made(capsys: pytest.CaptureFixture[str], folder: Path, lang: Lang, what: str) -> Path:
    path = folder / f"{what}_{lang}.html"
    facts = ("--facts", FACTS, "--as-of", "2019-01-31")
    if what == "report":
        call(capsys, "evaluate", POLICY, *facts, "--out", path, lang=lang)
    else:
        why = call(capsys, "why", POLICY, "inspection-rate", "MZ03", *facts, "--format", "html", lang=lang)
        path.write_text(why.out, "utf-8")
    return path


@pytest.mark.parametrize(("lang", "what"), [("zh", "report"), ("en", "report"), ("zh", "why")])
def test_a_page_asks_nobody_and_nothing_goes_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], own_hosts: frozenset[str], lang: Lang, what: str
) -> None:
    found = rendered(made(capsys, tmp_path, lang, what), tmp_path)
    assert found.hosts <= own_hosts
    assert found.console == ()
    assert "inspection-rate" in found.dom


def test_what_is_put_into_a_page_can_neither_load_nor_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(capsys, tmp_path, "en", "report")
    planted = '<img src="http://planted.example/x.png"><script>document.title = "ran"</script></main>'
    path.write_text(path.read_text("utf-8").replace("</main>", planted), "utf-8")
    found = rendered(path, tmp_path)
    assert "planted.example" not in found.hosts
    assert "<title>ran" not in found.dom
    assert len(found.console) == 2


def test_a_request_would_be_noticed(tmp_path: Path) -> None:
    path = tmp_path / "asking.html"
    path.write_text('<!DOCTYPE html><img src="http://planted.example/x.png"><script>nothing()</script>', "utf-8")
    found = rendered(path, tmp_path)
    assert "planted.example" in found.hosts
    assert len(found.console) >= 1
