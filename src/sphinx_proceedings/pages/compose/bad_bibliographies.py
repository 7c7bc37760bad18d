r"""Bad entries of a bibliography, and the gaps in what `check` says of each."""

from __future__ import annotations

from collections.abc import Mapping

from sphinx_proceedings.gate.bibtex import MAX_DEPTH, MAX_FIELDS, MAX_VALUE

Bad = tuple[str, Mapping[str, str]]
"""A bibliography file; the gaps by name, and what fills them."""

WORK = "@article{odd, title = {T}, author = {A. Author}, journal = {J}, year = {2020}"
MANY = "".join(f", f{chr(97 + i // 26)}{chr(97 + i % 26)} = {{x}}" for i in range(MAX_FIELDS))


def _with(field: str, **gaps: str) -> Bad:
    """An entry that is sound but for this."""
    return f"@misc{{key, title = {{T}}, author = {{A. Author}}, {field}\n}}", gaps


def _by(value: str, **gaps: str) -> Bad:
    return f"@misc{{key, title = {{T}}, author = {{{value}}}}}", gaps


def _entry(text: str, **gaps: str) -> Bad:
    return text, gaps


BAD_BIBLIOGRAPHIES: Mapping[str, Bad] = {
    "bib-string": _entry('@string{a = "b"}', type="string"),
    "bib-preamble": _entry('@preamble{"b"}', type="preamble"),
    "bib-begin": _entry("@article(key, title = {T})"),
    "bib-type": _entry("@wibble{key, title = {T}, author = {A. Author}, year = 2020}", type="wibble"),
    "bib-key": _entry("@misc{é, title = {T}, author = {A. Author}}", key="é"),
    "bib-no-key": _entry("@misc{, title = {T}, author = {A. Author}}"),
    "bib-twice": _entry(f"{WORK}}}\n\n{WORK}}}", line="line 1", key="odd"),
    "bib-title": _entry("@misc{key, author = {A. Author}}"),
    "bib-author": _entry("@misc{key, title = {T}}"),
    "bib-year": _entry("@book{key, title = {T}, author = {A. Author}}"),
    "bib-container": _entry(
        "@article{key, title = {T}, author = {A. Author}, year = 2020}", container="journal"
    ),
    "bib-endless": _entry(WORK, key="odd"),
    "bib-field": _entry("@misc{key, wibble wobble}", line="wibble wobble}"),
    "bib-comma": _entry("@misc{odd title = {T}}", key="odd"),
    "bib-comma-after": _with("note = {a} b", name="note"),
    "bib-swallowed": _entry(f"{WORK}, note = {{a,\n  month = {{May}}\n}}", name="note"),
    "bib-hash": _with("note = {a} # {b}"),
    "bib-comment": _with("% a remark"),
    "bib-field-twice": _with("note = {a}, note = {b}", name="note"),
    "bib-bare": _with("note = odd", name="note"),
    "bib-unbalanced": _with('note = "odd', name="note"),
    "bib-deep": _with("note = {{{{{{{a}}}}}}}", name="note", most=f"{MAX_DEPTH}"),
    "bib-long": _with(
        f"note = {{{'x' * 4777}}}", name="note", found="4,777", most=f"{MAX_VALUE:,}"
    ),
    "bib-fields": _entry(f"@misc{{odd{MANY}, g = {{x}}}}", key="odd", most=f"{MAX_FIELDS}"),
    "bib-name-empty": _by("A. Author and and B. Other"),
    "bib-name-commas": _by("Odd, Ada, Bo, Cy", name="Odd, Ada, Bo, Cy"),
    "bib-name-comma": _by("Odd,", name="Odd,"),
    "bib-others": _by("others and A. Author"),
    "bib-et-al": _by("Odd et al", name="Odd et al"),
    "bib-semicolon": _by("A. Author; B. Other"),
    "bib-name-formula": _by("A. $x$"),
    "bib-url": _with("url = {odd}", value="odd"),
    "bib-url-http": _with("url = {http://odd.org}", value="http://odd.org", bare="odd.org"),
    "bib-doi": _with("doi = {odd}", value="odd"),
    "bib-doi-longer": _with("doi = {doi:10.1000/odd}", value="doi:10.1000/odd", found="10.1000/odd"),
    "bib-eprint": _with("eprint = {odd}", value="odd"),
    "bib-eprint-longer": _with(
        "eprint = {arXiv:2402.98765}", value="arXiv:2402.98765", found="2402.98765"
    ),
    "bib-code": _with("isbn = {odd?}", value="odd?"),
    "bib-year-form": _with("year = {odd}", value="odd"),
    "bib-date-form": _with("date = {odd}", value="odd"),
    "bib-command": _with(r"note = {\odd}", command=r"\odd"),
    "bib-style": _with(r"note = {\emph a}", command=r"\emph"),
    "bib-accent": _with(r"note = {\'}", sign=r"\'"),
    "bib-formula": _with(r"note = {$\odd$}", command=r"\odd"),
    "bib-formula-braces": _with("note = {a {$x}$}"),
    "bib-dollar": _with("note = {5 $}"),
    "bib-backslash": _with("note = {a \\}"),
    "bib-caret": _with("note = {x^2}"),
    "bib-ampersand": _with("note = {a &amp; b}"),
    "bib-html": _with("note = {a &odd; b}", value="&odd;"),
    "bib-same": _entry(
        "@misc{early, title = {T}, author = {A. Odd}}\n@misc{late, title = {T}, author = {A. Odd}}",
        key="late", other="early",
    ),
}  # fmt: skip
