"""Every field of every section, given bad input: a sentence or a value, never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import run
from web.columns import Field, Option
from web.declaration.sections import SECTIONS as DECLARATION
from web.kinds import KINDS, clean
from web.profile.sections import SECTIONS as PROFILE

EVERY = [*PROFILE.values(), *DECLARATION.values()]
RARE = ("䶮", "𬱖", "㛃", "𠮷", "王䶮𬱖㛃𠮷")
SCRIPT = "<script>alert(1)</script>"
FIELDS = [
    pytest.param(named.field, id=f"{section.holder}-{section.key}-{named.name}")
    for section in EVERY
    for named in section.columns
]
every_field = pytest.mark.parametrize("field", FIELDS)


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    """The fields of these kinds."""
    return pytest.mark.parametrize("field", [each for each in FIELDS if each.values[0].kind in kinds])


bad_texts = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [*RARE, SCRIPT, "\0", "a\0b", "-1", "1e999", "NaN", "٣", "2015-02-30", "9999-99-99", " "]
    ),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)


def read(field: Field, text: str, options: tuple[Option, ...] = ()):
    """The reading with the field's own list, or with `options` where the list depends on other things."""
    return KINDS[field.kind].read(field, text, options if callable(field.options) else field.options)


@every_field
@settings(max_examples=25, deadline=None)
@given(text=bad_texts)
def test_any_text_gives_a_value_or_a_sentence(field, text):
    reading = read(field, text)
    assert reading.complaint == "" or reading.complaint.endswith("。")
    lost = reading.value is None and not reading.complaint
    assert not lost or clean(text, one_line=True) == ""


@every_field
@settings(max_examples=25, deadline=None)
@given(text=bad_texts)
def test_what_is_stored_can_be_shown_and_typed_again(field, text):
    value = read(field, text).value
    if value is None:
        return
    kind = KINDS[field.kind]
    assert isinstance(kind.shown(field, value, ()), str)
    assert read(field, kind.typed(field, value)).value == value


@every_field
def test_empty_is_no_error_of_form(field):
    assert read(field, "") == (KINDS[field.kind].empty, "")


@of_kind("text", "long_text")
def test_one_more_than_the_limit_is_kept_and_said(field):
    reading = read(field, "字" * (field.limit + 1))
    assert reading.value == "字" * (field.limit + 1)
    assert reading.complaint == (
        f"{field.label}最多 {field.limit} 个字，现在是 {field.limit + 1} 个字，请删去 1 个字。"
    )


@of_kind("text", "long_text")
def test_text_keeps_rare_characters_script_and_what_cannot_be_seen(field):
    for text in (*RARE, SCRIPT):
        reading = read(field, text)
        assert reading.value == text
        assert "不能显示" not in reading.complaint
    assert read(field, "甲\0乙") == (
        "甲\ufffd乙",
        f"{field.label}里有不能显示的字符（显示为 \ufffd），请删去或改正。",
    )


@of_kind("choice", "day", "number", "yes_no")
def test_what_is_no_value_of_its_kind_gets_a_sentence_with_the_label(field):
    for text in (*RARE, SCRIPT, "甲\0乙", "二〇一五年", "1e9"):
        reading = read(field, text)
        assert reading.value is None
        assert field.label in reading.complaint


FIXED = [each for each in FIELDS if each.values[0].kind == "choice" and not callable(each.values[0].options)]


@pytest.mark.parametrize("field", FIXED)
def test_every_option_of_a_list_is_accepted_and_shown(field):
    values = [option.value for option in field.options]
    assert values and len(set(values)) == len(values)
    for option in field.options:
        assert 0 < len(option.value) <= 80
        assert read(field, option.value) == (option.value, "")
        assert KINDS["choice"].shown(field, option.value, field.options) == option.label


def test_the_list_of_signatures_follows_the_kind_of_work():
    role = DECLARATION["papers"].field("role")
    assert run(role.options({})) == ()
    assert ("04", "通讯作者", "") in run(role.options({"kind": "paper"}))
    assert ("04", "主编", "") in run(role.options({"kind": "01"}))
