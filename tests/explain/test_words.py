"""Every code has words in both languages."""

from collections.abc import Iterable, Mapping

import pytest

from policyengine.engine.outcome import Cause
from policyengine.explain import words
from policyengine.explain.missing_text import reason_words
from policyengine.explain.model import NoVerdict, RowKind
from policyengine.explain.phrases import Voice
from policyengine.language.models import Modality
from policyengine.language.statuses import Status
from policyengine.reading.text import Lang, Text
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from tests.explain.registry import vocabulary

CATALOGUES: dict[str, tuple[Mapping[object, Text], Iterable[object]]] = {
    "statuses": (words.STATUSES, Status),
    "meanings": (words.MEANINGS, Status),
    "modalities": (words.MODALITIES, Modality),
    "causes": (words.CAUSES, Cause),
    "possible causes": (words.POSSIBLE_CAUSES, Cause),
    "comparators": (words.COMPARATORS, Comparator),
    "comparators of rates": (words.RATE_COMPARATORS, Comparator),
    "comparators of dates": (words.DATE_COMPARATORS, Comparator),
    "truths": (words.TRUTHS, Truth),
    "proofs": (words.PROOFS, Truth),
    "kinds of rows": (words.ROW_KINDS, RowKind),
    "no verdict": (words.NO_VERDICT, NoVerdict),
}

REASONS = [
    *Cause,
    "target_unspecified:weight",
    "table_not_supplied:organization",
    "table_incomplete:organization",
    "measure_unspecified",
    "snapshot_after_due",
]


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_code_has_words_in_both_languages(name: str) -> None:
    catalogue, codes = CATALOGUES[name]
    assert set(catalogue) == set(codes)
    assert all(text.zh and text.en.isascii() and text.en and not text.zh.isascii() for text in catalogue.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words(reason: str, lang: Lang) -> None:
    said = reason_words(Voice(vocabulary(), lang, None), reason, Status.UNKNOWN)
    assert said
    assert "{" not in said
    assert said.isascii() == (lang == "en")
