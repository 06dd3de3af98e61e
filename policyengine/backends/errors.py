"""What goes wrong where queries run, in words that say what to do about it."""

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import NOTHING, Text


class BackendError(PolicyEngineError):
    """A backend that cannot be reached, refuses or breaks off; no verdict has been given."""


def failed(backend: str, error: Exception, way_out: Text = NOTHING) -> BackendError:
    """A query that the backend did not finish, with the backend's own first line."""
    reason = str(error).strip().split("\n", 1)[0]
    return BackendError(
        Text(
            f"{backend} 未能完成查询，没有给出任何结论：{reason}",
            f"{backend} did not finish; no verdict is given: {reason}",
        ),
        way_out,
    )
