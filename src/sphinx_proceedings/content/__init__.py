"""An abstract's text as tokens, and as one syntax tree.

`tokenize` reads MyST with myst-parser's own Markdown parser; `gate` decides on the tokens;
`build` makes the tree that every later step renders.
"""

from sphinx_proceedings.content.tokens import place, tokenize
from sphinx_proceedings.content.tree import build, parse_title

__all__ = ["build", "parse_title", "place", "tokenize"]
