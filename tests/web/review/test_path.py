"""The path by kind of unit, as procedure.md §2 has it."""

import pytest

from web.review.path import through, within

OFFICE = {"id": 99, "kind": "committee_office", "region": "410000", "nature": "", "level": ""}
PROVINCE = {"id": 9, "kind": "province", "region": "410000", "nature": "10", "level": "2"}
PROVINCE_BUREAU = {"id": 8, "kind": "department", "region": "410000", "nature": "10", "level": "2"}
CITY = {"id": 7, "kind": "city", "region": "410100", "nature": "10", "level": "3"}
COUNTY = {"id": 6, "kind": "county", "region": "410122", "nature": "10", "level": "4"}
BUREAU = {"id": 5, "kind": "department", "region": "410122", "nature": "10", "level": "4"}


def unit(nature, level="4", kind="unit", region="410122"):
    return {"id": 1, "kind": kind, "region": region, "nature": nature, "level": level}


TREE = [BUREAU, COUNTY, CITY, PROVINCE]
WAYS = {
    "public": (unit("21"), TREE, "410000", [1, 5, 6, 7, 99]),
    "state firm": (unit("33"), TREE, "410000", [1, 5, 6, 7, 99]),
    "private": (unit("41"), [COUNTY, CITY, PROVINCE], "410000", [1, 6, 7, 99]),
    "private under a bureau": (unit("41"), TREE, "410000", [1, 6, 7, 99]),
    "social organisation": (unit("52"), [COUNTY, CITY, PROVINCE], "410000", [1, 6, 7, 99]),
    "agency for freelancers": (unit("60", kind="agency"), [COUNTY, CITY, PROVINCE], "410000", [1, 6, 7, 99]),
    "agency of the province": (unit("60", "2", "agency", "410000"), [PROVINCE], "410000", [1, 9, 99]),
    "province-level": (unit("22", "2", region="410000"), [PROVINCE_BUREAU, PROVINCE], "410000", [1, 8, 99]),
    "province-level without a bureau": (unit("22", "2", region="410000"), [PROVINCE], "410000", [1, 9, 99]),
    "central, entrusted": (unit("80", "1", region="410000"), [PROVINCE], "410000", [1, 9, 99]),
    "public, county committee": (unit("21"), TREE, "410122", [1, 5, 6, 99]),
    "public, city committee": (unit("21"), TREE, "410100", [1, 5, 6, 7, 99]),
    "city school": (unit("21", "3", region="410100"), [{**BUREAU, "region": "410100"}, CITY, PROVINCE], "410000", [1, 5, 7, 99]),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_each_kind_of_unit_takes_its_path(way):
    first, above, region, stops = WAYS[way]
    path = through([first, *above], region, OFFICE)
    assert [stop.organisation for stop in path.stops] == stops
    assert path.letter == (way == "central, entrusted")


def test_an_office_that_holds_the_committee_is_not_passed_twice():
    office = {**PROVINCE_BUREAU, "id": 8}
    path = through([unit("22", "2", region="410000"), PROVINCE_BUREAU, PROVINCE], "410000", office)
    assert [stop.organisation for stop in path.stops] == [1, 9, 8]


@pytest.mark.parametrize(
    ("region", "around", "lies"),
    [
        ("410122", "410100", True),
        ("410122", "410000", True),
        ("410100", "410122", False),
        ("410122", "", True),
        ("410200", "410100", False),
    ],
)
def test_regions_lie_in_regions(region, around, lies):
    assert within(region, around) is lies
