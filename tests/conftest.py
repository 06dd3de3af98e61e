"""Says at the end of a run which plans' texts were not at hand."""

import pytest

from tests.policies.sources import unverified


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if names := unverified():
        line = f"quotes not verified, for POLICYENGINE_SOURCES has no text of: {', '.join(names)}"
        terminalreporter.write_line(line, yellow=True)
