"""The syntax tree of an abstract, built from tokens that the gate let pass.

Kinds of nodes: document, paragraph, tight (a paragraph of a tight list), text, emphasis, strong, code,
codeblock, bullets, numbers, item, quote, table, head, body, row, headcell, cell, link, math, display,
cite, eqref, noteref, note, image (in a line), figure (by itself), break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_proceedings.content.bare import NUMBERED
from sphinx_proceedings.content.tokens import place, tokenize
from sphinx_proceedings.model import Node

if TYPE_CHECKING:
    from markdown_it.token import Token

CONTAINERS = {
    "paragraph": "paragraph",
    "em": "emphasis",
    "strong": "strong",
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "list_item": "item",
    "blockquote": "quote",
    "table": "table",
    "thead": "head",
    "tbody": "body",
    "tr": "row",
    "th": "headcell",
    "td": "cell",
    "link": "link",
    "footnote_reference": "note",
}
TITLE_KINDS = frozenset({"text", "emphasis", "strong", "math", "code"})


def build(tokens: list[Token]) -> Node:
    """The tree of a whole abstract. Footnotes stand where their author put them."""
    return Node("document", tuple(_nodes(tokens)), line=1)


def title_tokens(text: str, line: int = 1, column: int = 1) -> list[Token]:
    """The tokens of a title, placed at its value: YAML may have folded or unquoted the text itself."""
    tokens = tokenize(text)
    for token in tokens:
        for child in (token, *(token.children or ())):
            child.meta["at"] = (line, column + max(text.find(child.content), 0))
    return tokens


def build_title(tokens: list[Token], line: int = 1, column: int = 1) -> tuple[Node, tuple[Node, ...]]:
    """A title's tree, and the nodes in it that a title may not have."""
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        wrong = Node("document", line=line, column=column)
        return wrong, (wrong,)
    tree = Node("document", tuple(_nodes(tokens[1].children or [])), line=line, column=column)
    known = TITLE_KINDS | {"document"}
    return tree, tuple(
        node
        for node in tree.walk()
        if node.kind not in known or (node.kind == "math" and NUMBERED.search(node.text))
    )


def inline(text: str) -> Node:
    """A short text of the organizers, with emphasis and formulas; with any other markup, as it is."""
    tokens = title_tokens(text)
    children = [child for token in tokens for child in token.children or ()]
    if all(child.nesting or child.type in LEAVES for child in children):
        tree, wrong = build_title(tokens)
        if not wrong:
            return tree
    return Node("document", (Node("text", (), text),))


def _nodes(tokens: list[Token]) -> list[Node]:
    stack: list[tuple[str, dict[str, Any], tuple[int, int], list[Node]]] = []
    children: list[Node] = []
    for token in tokens:
        if token.nesting == 1:
            name = token.type.removesuffix("_open")
            kind = "tight" if token.hidden else CONTAINERS[name]
            stack.append((kind, _attrs(token), place(token), children))
            children = []
        elif token.nesting == -1:
            kind, attrs, at, outer = stack.pop()
            outer.append(_finish(Node(kind, tuple(children), "", attrs, *at)))
            children = outer
        elif token.type == "inline":
            children.extend(_nodes(token.children or []))
        else:
            children.extend(LEAVES[token.type](token))
    return children


def _attrs(token: Token) -> dict[str, Any]:
    if token.type == "link_open":
        return {"href": str(token.attrs["href"])}
    if token.type == "ordered_list_open":
        return {"start": int(token.attrs.get("start", 1))}
    if token.type == "footnote_reference_open":
        return {"label": token.meta["label"]}
    if token.type in {"td_open", "th_open"} and "style" in token.attrs:
        return {"align": str(token.attrs["style"]).partition(":")[2]}
    return {}


def _finish(node: Node) -> Node:
    """A paragraph that is only a picture is a figure."""
    if node.kind == "paragraph" and [child.kind for child in node.children] == ["image"]:
        return replace(node.children[0], kind="figure")
    return node


def _leaf(kind: str) -> Callable[[Token], Iterator[Node]]:
    def make(token: Token) -> Iterator[Node]:
        yield Node(kind, (), token.content, {}, *place(token))

    return make


def _text(token: Token) -> Iterator[Node]:
    if token.content:
        yield Node("text", (), token.content, {}, *place(token))


def _newline(token: Token) -> Iterator[Node]:
    if token.type == "hardbreak":
        yield Node("break", (), "", {}, *place(token))
    else:
        yield Node("text", (), "\n", {}, *place(token))


def _display(token: Token) -> Iterator[Node]:
    attrs = {"label": token.info} if token.type == "math_block_label" else {}
    yield Node("display", (), token.content.strip(), attrs, *place(token))


def _fence(token: Token) -> Iterator[Node]:
    name, argument, options, content = token.meta.get("directive", ("", "", {}, token.content))
    if name == "math":
        label = {"label": options["label"]} if "label" in options else {}
        tex = "\n".join(part for part in (argument, content) if part)
        yield Node("display", (), tex, label, *place(token))
    elif name == "figure":
        caption = _nodes(token.children or [])
        attrs = {"src": argument, "alt": options.get("alt", "")}
        yield Node("figure", tuple(caption), "", attrs, *place(token))
    else:
        yield Node("codeblock", (), token.content, {"language": argument}, *place(token))


def _image(token: Token) -> Iterator[Node]:
    alt = "".join(child.content for child in token.children or ())
    title = str(token.attrs.get("title", ""))
    caption = (Node("tight", (Node("text", (), title),)),) if title else ()
    yield Node("image", caption, "", {"src": str(token.attrs["src"]), "alt": alt}, *place(token))


def _role(token: Token) -> Iterator[Node]:
    name = token.meta["name"]
    if name == "math":
        yield Node("math", (), token.content, {}, *place(token))
    elif name == "eq":
        yield Node("eqref", (), token.content.strip(), {}, *place(token))
    else:
        keys = tuple(key.strip() for key in token.content.split(",") if key.strip())
        style = "textual" if name == "cite:t" else "parenthetical"
        yield Node("cite", (), "", {"keys": keys, "style": style}, *place(token))


def _noteref(token: Token) -> Iterator[Node]:
    yield Node("noteref", (), "", {"label": token.meta["label"]}, *place(token))


LEAVES: dict[str, Callable[[Token], Iterator[Node]]] = {
    "text": _text,
    "softbreak": _newline,
    "hardbreak": _newline,
    "code_inline": _leaf("code"),
    "code_block": _fence,
    "fence": _fence,
    "colon_fence": _fence,
    "math_inline": _leaf("math"),
    "math_inline_double": _display,
    "math_block": _display,
    "math_block_label": _display,
    "amsmath": _display,
    "myst_role": _role,
    "image": _image,
    "footnote_ref": _noteref,
}
