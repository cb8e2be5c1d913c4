"""The code lists: complete, without doubles, readable."""

import pytest

from web import codelists
from web.codelists import Option


def test_the_standards_lists_are_complete():
    counts = {name: len(codelists.options(name)) for name in codelists.names()}
    assert counts["ethnicity"] == 58  # 56 and the two codes for everybody else
    assert counts["politics"] == 13
    assert counts["provinces"] == 34
    assert counts["region_henan"] == 1 + 18 + 156
    assert len(counts) == 58
    assert min(counts.values()) >= 2


@pytest.mark.parametrize("name", codelists.names())
def test_no_code_stands_twice_and_nothing_is_empty(name):
    options = codelists.options(name)
    assert len({option.value for option in options}) == len(options)
    assert all(option.value and option.label for option in options)
    assert codelists.title_of(name)


def test_a_list_is_read_and_a_code_is_named():
    assert codelists.options("ethnicity")[0] == Option("01", "汉族")
    assert Option("410102", "中原区", "郑州市") in codelists.options("region_henan")
    assert Option("21", "公益一类(全额拨款)", "事业单位") in codelists.options("unit_nature")
    assert Option("21", "大学本科毕业", "大学本科教育") in codelists.options("education")
    assert codelists.name_of("ethnicity", "15") == "土家族"
    assert codelists.name_of("ethnicity", "") == ""
    assert codelists.name_of("ethnicity", "ZZ") == "ZZ"
    assert codelists.entry_of("education", "21")["counts_as_degree_level"] == "bachelor"
    with pytest.raises(KeyError):
        codelists.options("no such list")


def test_regions_nest():
    assert codelists.region_chain("410102") == ("410102", "410100", "410000")
    assert codelists.region_chain("410000") == ("410000",)
    assert codelists.region_chain("") == ()
