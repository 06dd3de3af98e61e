"""What documents and maps point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_architecture_fits_a_page_and_names_files_that_there_are() -> None:
    page = ROOT / "docs" / "architecture.md"
    text = page.read_text("utf-8")
    assert len(text.splitlines()) <= 120
    there = [
        f"/{path.relative_to(ROOT).as_posix()}" for top in ("policyengine", "tests") for path in (ROOT / top).rglob("*")
    ]
    named = re.findall(r"`([a-z_/]+\.(?:py|yaml))`", text)
    assert len(named) > 30
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in there)] == []
