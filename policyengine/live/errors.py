"""Changes that cannot be taken: nothing has happened then, and all verdicts are as they were."""

from policyengine.reading.errors import PolicyEngineError


class LiveError(PolicyEngineError):
    """A change, or a question, that a session cannot take; it says which and why."""
