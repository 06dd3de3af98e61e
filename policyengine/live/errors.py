"""Changes that cannot be taken: nothing has happened then, and all verdicts are as they were."""

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.personal import row_words


class LiveError(PolicyEngineError):
    """A change, or a question, that a session cannot take; it says which and why."""


def no_such_row(vocabulary: Vocabulary, entity: str, row_id: str) -> LiveError:
    """A row that is asked about, or to be taken out, and is not there."""
    named = row_words(vocabulary, entity, row_id)
    return LiveError(Text(f"没有 {named.zh}", f"there is no {named.en}"))
