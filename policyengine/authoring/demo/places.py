"""Where a demo registry lies: cities and counties that exist (GB/T 2260), or a country that does not."""

from dataclasses import dataclass

from policyengine.authoring.demo.names import PLACE_SYLLABLES
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text

PLACES = {
    "330800": ("衢州市", 2018, (
        ("330802", "柯城区", "district"), ("330803", "衢江区", "district"), ("330822", "常山县", "county"),
        ("330824", "开化县", "county"), ("330825", "龙游县", "county"), ("330881", "江山市", "county_level_city"),
    )),
    "330200": ("宁波市", 2018, (
        ("330203", "海曙区", "district"), ("330205", "江北区", "district"), ("330206", "北仑区", "district"),
        ("330211", "镇海区", "district"), ("330212", "鄞州区", "district"), ("330213", "奉化区", "district"),
        ("330225", "象山县", "county"), ("330226", "宁海县", "county"),
        ("330281", "余姚市", "county_level_city"), ("330282", "慈溪市", "county_level_city"),
    )),
    "150200": ("包头市", 2021, (
        ("150202", "东河区", "district"), ("150203", "昆都仑区", "district"), ("150204", "青山区", "district"),
        ("150205", "石拐区", "district"), ("150206", "白云鄂博矿区", "district"), ("150207", "九原区", "district"),
        ("150221", "土默特右旗", "banner"), ("150222", "固阳县", "county"), ("150223", "达尔罕茂明安联合旗", "banner"),
    )),
    "370500": ("东营市", 2022, (
        ("370502", "东营区", "district"), ("370503", "河口区", "district"), ("370505", "垦利区", "district"),
        ("370522", "利津县", "county"), ("370523", "广饶县", "county"),
    )),
    "310105": ("上海市", 2023, (("310105", "长宁区", "district"),)),
}  # fmt: skip

CITY_OF_DISTRICT = {"310105": "310000"}  # a plan of a district: its registry lies within the municipality

PROVINCES = ("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
             "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65")  # fmt: skip

COUNTRY_YEAR = 2023
COUNTIES_PER_CITY = 9
STREETS_PER_COUNTY = 5  # at least
ORGANIZATIONS_PER_COUNTY = 300
MOST_COUNTIES = 5000
FIRST_FREE_CITY = 71  # GB/T 2260 gives out no prefecture numbers from here to 89


@dataclass(frozen=True, slots=True)
class County:
    """A county with its GB/T 2260 code, its kind as in the vocabulary, and the code of its city."""

    code: str
    name: str
    kind: str
    city: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The skeleton of a registry: its places and how many streets and communities they are divided into.

    The first `town_streets` streets are 街道, the others towns and townships; the first `urban_communities`
    communities lie in the former, the others, which are rural, in the latter. Both are dealt out to their parents in
    turn, so that a row's parent follows from its number.
    """

    cities: tuple[tuple[str, str], ...]
    counties: tuple[County, ...]
    streets: int
    town_streets: int
    communities: int
    urban_communities: int
    year: int

    @property
    def rural_streets(self) -> int:
        """How many towns and townships there are."""
        return self.streets - self.town_streets

    @property
    def rural_communities(self) -> int:
        """How many rural communities there are."""
        return self.communities - self.urban_communities


def layout(city: str | None, organizations: int, communities: int | None, year: int | None) -> Layout:
    """The places for so many organizations; without a city, a country whose places are invented."""
    if city is None:
        cities, counties = _country(organizations)
        wanted, usual_year = communities or organizations * 13 // 18, COUNTRY_YEAR
    else:
        cities, counties, usual_year = _known(city)
        wanted = communities or organizations // 9
    wanted = max(wanted, STREETS_PER_COUNTY * len(counties))
    streets = max(STREETS_PER_COUNTY * len(counties), wanted // 16)
    town_streets = streets * 2 // 5
    urban = max(town_streets, wanted * 35 // 100)
    return Layout(cities, counties, streets, town_streets, wanted, urban, year or usual_year)


def _known(city: str) -> tuple[tuple[tuple[str, str], ...], tuple[County, ...], int]:
    if city not in PLACES:
        known = "、".join(PLACES)
        raise PolicyEngineError(
            Text(f"没有 `{city}` 的样例地区", f"there is no demo place `{city}`"),
            Text(f"可用的有：{known}。", f"known are: {', '.join(PLACES)}"),
        )
    name, year, counties = PLACES[city]
    code = CITY_OF_DISTRICT.get(city, city)
    return ((code, name),), tuple(County(*county, code) for county in counties), year


def _country(organizations: int) -> tuple[tuple[tuple[str, str], ...], tuple[County, ...]]:
    number = min(max(organizations // ORGANIZATIONS_PER_COUNTY, 3), MOST_COUNTIES)
    cities, counties = [], []
    for index in range(number):
        city_index, ordinal = divmod(index, COUNTIES_PER_CITY)
        if ordinal == 0:
            free, province = divmod(city_index, len(PROVINCES))
            cities.append((f"{PROVINCES[province]}{FIRST_FREE_CITY + free}00", f"{_place_name(city_index)}市"))
        city = cities[-1][0]
        kind, suffix, first = (("district", "区", 2), ("county", "县", 21), ("county_level_city", "市", 81))[
            ordinal % 3
        ]
        code = f"{city[:4]}{first + ordinal // 3:02d}"
        counties.append(County(code, f"{_place_name(7 * index + 3)}{suffix}", kind, city))
    return tuple(cities), tuple(counties)


def _place_name(index: int) -> str:
    first, second = divmod(index, len(PLACE_SYLLABLES))
    return PLACE_SYLLABLES[first % len(PLACE_SYLLABLES)] + PLACE_SYLLABLES[(second + 5 * first) % len(PLACE_SYLLABLES)]
