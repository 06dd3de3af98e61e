"""Counts the possible worlds that were evaluated and says so at the end of a run."""

from dataclasses import dataclass

import pytest


@dataclass
class Tally:
    """How many worlds, and verdicts in them, were held against the uncertain ones."""

    worlds: int = 0
    verdicts: int = 0


TALLY = pytest.StashKey[Tally]()


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Tally:
    """The count of this run."""
    pytestconfig.stash[TALLY] = Tally()
    return pytestconfig.stash[TALLY]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(TALLY, None)
    if found:
        line = f"possible worlds: {found.worlds:,} evaluated, {found.verdicts:,} verdicts compared"
        terminalreporter.write_line(line)
