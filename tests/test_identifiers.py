from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_proceedings.identifiers import parse_orcid, parse_ror

ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X")
RORS = ("03yrm5c26", "05dxps055", "036rp1748", "046rm7j60")


@pytest.mark.parametrize("orcid", ORCIDS)
def test_a_valid_orcid_is_written_in_four_groups(orcid: str):
    forms = (
        orcid,
        orcid.replace("-", ""),
        f" {orcid} ",
        orcid.lower(),
        f"https://orcid.org/{orcid}",
        f"http://orcid.org/{orcid}",
    )
    assert {parse_orcid(form) for form in forms} == {orcid}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-0002-1825-009",
        "0000-0002-1825-00977",
        "0000-0002-1825-O097",
        "X000-0002-1825-0097",
        "https://example.org/0000-0002-1825-0097",
        "0000-0002-1825-0097\n0",
    ],
)
def test_what_has_not_the_form_of_an_orcid_is_refused(text: str):
    with pytest.raises(ValueError, match="is not an ORCID iD of the form"):
        parse_orcid(text)


def test_a_wrong_check_digit_is_refused_and_said_so():
    with pytest.raises(ValueError, match="fails the ORCID checksum"):
        parse_orcid("0000-0002-1825-0098")


@given(st.sampled_from(ORCIDS), st.integers(0, 14), st.integers(1, 9))
def test_an_orcid_with_one_wrong_digit_is_refused(orcid: str, at: int, shift: int):
    digits = list(orcid.replace("-", ""))
    digits[at] = str((int(digits[at]) + shift) % 10)
    with pytest.raises(ValueError, match="checksum"):
        parse_orcid("".join(digits))


@given(st.sampled_from(ORCIDS), st.integers(0, 13))
def test_an_orcid_with_two_neighbours_swapped_is_refused(orcid: str, at: int):
    digits = list(orcid.replace("-", ""))
    swapped = [*digits[:at], digits[at + 1], digits[at], *digits[at + 2 :]]
    if swapped != digits:
        with pytest.raises(ValueError, match="checksum"):
            parse_orcid("".join(swapped))


@pytest.mark.parametrize("digit", ["０", "०", "٠"])
def test_digits_of_other_scripts_make_no_orcid(digit: str):
    with pytest.raises(ValueError, match="form"):
        parse_orcid("0000-0002-1825-0097".replace("0", digit))


@pytest.mark.parametrize("ror", RORS)
def test_a_valid_ror_is_written_as_its_address(ror: str):
    forms = (ror, ror.upper(), f"ror.org/{ror}", f"https://ror.org/{ror}", f" https://ror.org/{ror} ")
    assert {parse_ror(form) for form in forms} == {f"https://ror.org/{ror}"}


@pytest.mark.parametrize(
    "text", ["", "UCLA", "046rm7j6", "146rm7j60", "046rm7i60", "https://ror.org/", "046rm7j60/x"]
)
def test_what_has_not_the_form_of_a_ror_is_refused(text: str):
    with pytest.raises(ValueError, match="is not a ROR identifier of the form"):
        parse_ror(text)


@given(st.sampled_from(RORS), st.integers(1, 6), st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz"))
def test_a_ror_with_one_wrong_character_is_refused(ror: str, at: int, letter: str):
    wrong = ror[:at] + letter + ror[at + 1 :]
    if wrong != ror:
        with pytest.raises(ValueError, match="checksum"):
            parse_ror(wrong)


def test_digits_of_other_scripts_make_no_ror():
    with pytest.raises(ValueError, match="form"):
        parse_ror("03yrm5c２６")
