"""How wide the columns of a printed case file are."""

import pytest

from policyengine.audit.dossier.as_pdf import fitted


@pytest.mark.parametrize(
    ("wide", "widths"),
    [
        ((10.0, 20.0), [10.0, 20.0]),
        ((40.0, 60.0), [40.0, 60.0]),
        ((20.0, 150.0), [20.0, 80.0]),
        ((150.0, 20.0, 40.0), [40.0, 20.0, 40.0]),
        ((90.0, 90.0, 10.0), [45.0, 45.0, 10.0]),
        ((100.0, 100.0, 100.0, 100.0), [25.0, 25.0, 25.0, 25.0]),
    ],
)
def test_the_widest_give_way_first(wide: tuple[float, ...], widths: list[float]) -> None:
    assert fitted(wide, 100.0) == widths
