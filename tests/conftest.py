"""Says at the end of a run how many possible worlds were evaluated, and which plans' texts were not at hand."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.policies.sources import unverified
from tests.worlds import Tally, tally_of

pytest_plugins = ["tests.backends.running"]

# How long an example takes says what machine it is, and how busy, not what the code does.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Tally:
    """The count of this run."""
    return tally_of(pytestconfig)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its count on."""
    if hasattr(session.config, "workeroutput"):
        found = tally_of(session.config)
        session.config.workeroutput["tally"] = (found.worlds, found.verdicts)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The process that started the workers adds up their counts."""
    worlds, verdicts = getattr(node, "workeroutput", {}).get("tally", (0, 0))
    found = tally_of(node.config)
    found.worlds += worlds
    found.verdicts += verdicts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The two lines."""
    found = tally_of(config)
    if found.worlds:
        line = f"possible worlds: {found.worlds:,} evaluated, {found.verdicts:,} verdicts compared"
        terminalreporter.write_line(line)
    if names := unverified():
        line = f"quotes not verified, for POLICYENGINE_SOURCES has no text of: {', '.join(names)}"
        terminalreporter.write_line(line, yellow=True)
