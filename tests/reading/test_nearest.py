"""Known names for misspelt ones."""

from policyengine.reading.nearest import nearest, suggestion
from policyengine.reading.text import Text


def test_the_most_similar_name_is_meant() -> None:
    assert nearest("titel", ["title", "issuer", "period"]) == "title"


def test_case_does_not_matter() -> None:
    assert nearest("TITLE", ["title"]) == "title"


def test_nothing_similar_is_nothing_meant() -> None:
    assert nearest("colour", ["title", "issuer"]) is None
    assert nearest("colour", []) is None


def test_the_hint_names_the_nearest_or_else_all() -> None:
    assert suggestion("titel", ["title", "issuer"]) == Text("是否想写 `title`\uff1f", "Did you mean `title`?")
    assert suggestion("x", ["b", "a"]).en == "Known are: `a`, `b`."
    assert suggestion("x", []).en == "There are no names to choose from here."
    assert suggestion("x", [f"name{n}" for n in range(99)]).en.endswith("`name19`, ….")
