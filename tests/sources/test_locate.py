import pytest

from policyengine.sources.locate import Absent, Ambiguous, Elsewhere, Located, UnknownSection, locate, sentences_of
from tests.sources.town import document

TOWN = document()
BY_NUMBER = {sentence.n: sentence for sentence in TOWN.sentences}


def test_a_quote_is_found_as_the_text_has_it():
    place = locate(TOWN, "一", "植树100棵以上")
    assert place == Located(BY_NUMBER[4], 2, 10)
    assert isinstance(place, Located)
    assert place.text == "植树100棵以上"


@pytest.mark.parametrize("quote", ["100 棵以上\uff0c每村", "\uff11\uff10\uff10棵以\n上,每村"])
def test_width_and_white_space_do_not_matter(quote: str):
    place = locate(TOWN, "一", quote)
    assert isinstance(place, Located)
    assert place.text == "100棵以上,每村"


def test_white_space_of_the_text_does_not_matter():
    place = locate(document("一、目标\n全镇 植 树。"), "一", "镇植树。")
    assert isinstance(place, Located)
    assert (place.start, place.text) == (1, "镇 植 树。")


def test_the_width_of_a_sections_marker_does_not_matter():
    assert sentences_of(TOWN, "二、\uff08一\uff09") == sentences_of(TOWN, "二、(一)") != ()


@pytest.mark.parametrize(
    ("section", "quote", "expected"),
    [
        ("一", "植树200棵以上", Absent(BY_NUMBER[4])),
        ("一", "以上,每村设护林员。二、措施", Absent(BY_NUMBER[4])),
        ("一", "推动绿色成为时尚", Absent(BY_NUMBER[10])),
        ("一", "水利", Absent(None)),
        ("一", "", Absent(None)),
        ("前言", "河湾镇", Ambiguous((Located(BY_NUMBER[1], 0, 3), Located(BY_NUMBER[2], 0, 3)))),
        ("一", "另行规定", Elsewhere((Located(BY_NUMBER[11], 6, 10),))),
        ("二", "巡林由各村负责", Elsewhere((Located(BY_NUMBER[8], 0, 7),))),
        ("三", "另行规定", UnknownSection((Located(BY_NUMBER[11], 6, 10),))),
        ("三", "水利", UnknownSection(())),
    ],
)
def test_what_is_not_found_once_in_its_section(section: str, quote: str, expected: object):
    assert locate(TOWN, section, quote) == expected


def test_a_quote_that_overlaps_itself_is_ambiguous():
    (sentence,) = document("植树植树植树").sentences
    places = (Located(sentence, 0, 4), Located(sentence, 2, 6))
    assert locate(document("植树植树植树"), "前言", "植树植树") == Ambiguous(places)
