from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_proceedings import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë", "zoe"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("naïve – Bayes", "naive - bayes"),
        ("plain ASCII", "plain ascii"),
        ("", ""),
    ],
)
def test_folding_leaves_out_accents_and_case(text: str, expected: str):
    assert names.fold(text) == expected


@given(st.text())
def test_folding_does_not_depend_on_how_accents_are_stored(text: str):
    import unicodedata

    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert names.slug(composed) == names.slug(decomposed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tensor train", "tensor-train"),
        ("  Gröbner   bases ", "grobner-bases"),
        ("D'Alembert", "dalembert"),
        ("O’Neil", "oneil"),
        ("$\\ell_1$-norm", "ell-1-norm"),
        ("C++ / C#", "c-c"),
        ("snake_case", "snake-case"),
        ("Anne-Marie", "anne-marie"),
        ("a -- b", "a-b"),
        ("中文", "4e2d-6587"),
        ("", "x"),
    ],
)
def test_a_slug_is_made_of_the_words(text: str, expected: str):
    assert names.slug(text) == expected


@given(st.text(max_size=60))
@example("ŉ")
@example("ǆ ﬁ ½ ²")
@example("ẞ ϓ ͺ")
def test_a_slug_is_ascii_with_single_hyphens_and_slugs_of_slugs_are_the_same(text: str):
    slug = names.slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert names.slug(slug) == slug


def test_names_of_other_scripts_keep_what_tells_them_apart():
    assert len({names.slug(name) for name in ("王芳", "王伟", "李芳", "Иван", "Ивана")}) == 5


def test_a_slug_is_short_enough_for_a_file_name():
    assert len(names.slug("a long keyword " * 40)) <= 200
    assert len(names.slug("长" * 120)) <= 200


def test_long_names_that_differ_only_at_their_end_have_different_slugs():
    stem = "a long name of a consortium " * 20
    assert names.slug(stem + "one") != names.slug(stem + "two")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Given Family", ("Given", "", "Family", "")),
        ("Given Middle Family", ("Given Middle", "", "Family", "")),
        ("G. M. Family", ("G. M.", "", "Family", "")),
        ("Given van der Family", ("Given", "van der", "Family", "")),
        ("Given de la Family", ("Given", "de la", "Family", "")),
        ("Given Van Family", ("Given Van", "", "Family", "")),
        ("Given Family Jr.", ("Given", "", "Family", "Jr.")),
        ("Given von Family III", ("Given", "von", "Family", "III")),
        ("Family, Given", ("Given", "", "Family", "")),
        ("Family", ("", "", "Family", "")),
        ("van Family", ("van", "", "Family", "")),
        ("Given   Family", ("Given", "", "Family", "")),
        ("王 芳", ("王", "", "芳", "")),
    ],
)
def test_a_name_in_reading_order_splits_into_its_parts(text: str, parts: tuple[str, ...]):
    assert names.split_name(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Given Family, Jr.", ("Given", "", "Family", "Jr.")),
        ("Given Middle Family, III", ("Given Middle", "", "Family", "III")),
        ("Family, Jr., Given", ("Given", "", "Family", "Jr.")),
    ],
)
def test_a_suffix_after_a_comma_is_a_suffix(text: str, parts: tuple[str, ...]):
    assert names.split_name(text) == parts


def test_a_name_has_the_same_parts_in_both_orders():
    assert names.split_name("van der Family, Given") == names.split_name("Given van der Family")


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_a_name_of_nothing_has_no_family(text: str):
    assert names.split_name(text)[2] == ""


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        ("Given", "G."),
        ("Jean-Pierre Marie", "J.-P. M."),
        ("g. h.", "g. h."),
        ("Émile", "É."),
        ("", ""),
        ("-", ""),
    ],
)
def test_initials_are_first_letters(given_names: str, expected: str):
    assert names.initials(given_names) == expected


def test_the_nearest_known_word_is_offered():
    assert names.closest("tensor", ["tensors", "privacy"]) == "tensors"
    assert names.did_you_mean("Voronoï", ["voronoi", "tensors"]) == "Did you mean “voronoi”?"


def test_nothing_is_offered_where_nothing_is_near():
    assert names.closest("zebra", ["tensors", "privacy"]) is None
    assert names.did_you_mean("zebra", []) == ""


def test_the_word_that_differs_only_by_case_is_preferred():
    assert names.closest("R", ["rank", "R", "Rn"]) == "R"


@pytest.mark.parametrize("word", ["index", "Con", "AUX", "nul", "com1", "LPT9"])
def test_no_address_is_a_name_that_files_cannot_have(word: str):
    assert names.slug(word) == f"{word.lower()}-1"
    assert names.slug(f"{word}a") == f"{word.lower()}a"
