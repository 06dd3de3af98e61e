"""How pages for offices look."""

from functools import cache
from importlib.resources import files


@cache
def page_style() -> str:
    """The style of reports and explanations, on screen, in the dark and in print."""
    return files(__package__).joinpath("page.css").read_text("utf-8")
