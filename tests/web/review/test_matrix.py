"""The matrix of person × state × act is the stored one: a change of policy is a diff that anyone can read."""

from tests.web.review.matrix import FILE, PEOPLE, case, matrix
from web.permissions import PERMITTED, may, refusal
from web.workflow import STATES


def test_the_matrix_is_the_stored_one():
    assert matrix() == FILE.read_text()


def test_a_refusal_is_a_sentence():
    for state in STATES:
        for who in PEOPLE.values():
            for act in PERMITTED:
                sentence = refusal(act, who, case(state))
                assert sentence == "" or sentence.endswith("。"), (state, act)


def test_strangers_may_do_nothing_anywhere():
    for name in ("同单位申报人", "其他单位管理员", "评审专家", "没有角色"):
        assert not [1 for state in STATES for act in PERMITTED if may(act, PEOPLE[name], case(state))], name


def test_what_cannot_be_viewed_cannot_be_acted_on():
    for state in STATES:
        for who in PEOPLE.values():
            if not may("view", who, case(state)):
                assert not [act for act in PERMITTED if may(act, who, case(state))]
