"""Identifiers of people and institutions, checked by their own checksums."""

from __future__ import annotations

import re

ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])", re.ASCII)
ROR = re.compile(r"(?:(?:https?://)?ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6})(\d{2})", re.ASCII)
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def parse_orcid(text: str) -> str:
    """`text` as 0000-0000-0000-0000. ValueError says what is wrong (ISO 7064 mod 11-2)."""
    match = ORCID.fullmatch(text.strip())
    if not match:
        raise ValueError("is not an ORCID iD of the form 0000-0002-1825-0097")
    digits = "".join(match.groups()).upper()
    if digits[15] != orcid_check(digits[:15]):
        raise ValueError("fails the ORCID checksum, so a digit is wrong or two are swapped")
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def orcid_check(digits: str) -> str:
    """The check digit that follows the first 15 digits of an ORCID iD."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def parse_ror(text: str) -> str:
    """`text` as https://ror.org/0…. ValueError says what is wrong (ISO 7064 mod 97-10)."""
    match = ROR.fullmatch(text.strip().lower())
    if not match:
        raise ValueError("is not a ROR identifier of the form https://ror.org/046rm7j60")
    stem, check = match.groups()
    number = 0
    for letter in stem:
        number = number * 32 + CROCKFORD.index(letter)
    if 98 - (number * 100) % 97 != int(check):
        raise ValueError("fails the ROR checksum, so a character is wrong or two are swapped")
    return f"https://ror.org/{stem}{check}"
