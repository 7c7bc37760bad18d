"""Where a stranger's file may lead, and what a link may show."""

from __future__ import annotations

import pytest

from sphinx_proceedings.addresses import MAIL, PAGE, pretended


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://a-b.example.org:8080/x?y=z#w",
        "https://doi.org/10.1000/182",
        "https://e.org/ü",
    ],
)
def test_a_page_of_the_web_is_an_address(address: str):
    assert PAGE.fullmatch(address)


@pytest.mark.parametrize(
    "address",
    ["http://example.org", "https://", "https://localhost", "https://127.0.0.1", "https://[::1]/",
     "//example.org",
     "https://a@example.org", "https://a:b@example.org", "https://example.org:x", "https://example.org\\@a.org",
     "https://xn--e1afmkfd.org", "https://www.xn--e1afmkfd.org", "https://\u0430.org", "https://a.org/ b",
     "https://XN--e1afmkfd.org", "https://www.Xn--e1afmkfd.org",
     "https://a.org/\"b", "https://a.org/<b", "https://a.org:999999", "https://2130706433", "HTTPS://example.org",
     "javascript:alert(1)", "https:/example.org", "https://example.org%2f@a.org", "https://a..org"],
)  # fmt: skip
def test_what_hides_its_host_or_means_a_machine_nearby_is_no_address(address: str):
    assert not PAGE.fullmatch(address)


def test_a_mail_address_is_one_mailbox_and_nothing_else():
    assert MAIL.fullmatch("mailto:a.b+c@example.org")
    for address in (
        "mailto:a@b",
        "mailto:a@b.org?bcc=c@d.org",
        "mailto:a@b.org,c@d.org",
        "mailto:a%0a@b.org",
    ):
        assert not MAIL.fullmatch(address)


@pytest.mark.parametrize(
    ("text", "address", "host"),
    [
        ("https://example.org/a", "https://example.com/", "example.org"),
        ("see www.example.org!", "https://example.com/", "example.org!"),
        ("example.org", "https://example.com/", "example.org"),
        ("HTTPS://EXAMPLE.ORG", "https://example.com/", "EXAMPLE.ORG"),
        ("https://example.org@example.com", "https://example.com/", "example.org@example.com"),
        ("https://ex\u0430mple.org", "https://xn--exmple-4nf.org", "ex\u0430mple.org"),
        ("https://example.org.evil.com", "https://example.org", "example.org.evil.com"),
        ("example.org", "https://example.org/a", ""),
        ("https://www.example.org/b", "https://example.org/a", ""),
        ("docs.example.org", "https://example.org/a", ""),
        ("example.org", "https://docs.example.org/a", ""),
        ("Node.js", "https://example.org/", ""),
        ("our code, v1.0", "https://example.org/", ""),
        ("https://example.org.", "https://example.org/", ""),
    ],
)
def test_a_link_that_shows_an_address_leads_there(text: str, address: str, host: str):
    assert pretended(text, address) == host
