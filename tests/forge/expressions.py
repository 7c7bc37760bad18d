"""As much of the expressions of GitHub's workflows as ours have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||==|!=|[!(),]|[A-Za-z_][\w.-]*)")
WHOLE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
STATUS = re.compile(r"\b(always|cancelled|failure|success)\(\)")


def filled(text: str, context: Mapping[str, Any]) -> str:
    """A text with its expressions' values."""
    return WHOLE.sub(lambda match: _text(evaluate(match[1], context)), text)


def holds(condition: str, context: Mapping[str, Any], *, ok: bool) -> bool:
    """Whether a step runs; without a word of status it does so only as long as all went well."""
    match = WHOLE.fullmatch(condition.strip())
    condition = match[1] if match else condition
    value = bool(evaluate(condition, context)) if condition.strip() else True
    return value and (ok or bool(STATUS.search(condition)))


def evaluate(text: str, context: Mapping[str, Any]) -> Any:
    """The value of an expression."""
    tokens, end = [], 0
    text = text.rstrip()
    while end < len(text):
        match = TOKEN.match(text, end)
        assert match, f"not understood: {text[end:]}"
        tokens.append(match[1])
        end = match.end()
    value = _either(tokens, context)
    assert not tokens, f"left over: {tokens}"
    return value


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _either(tokens: list[str], context: Mapping[str, Any]) -> Any:
    value = _both(tokens, context)
    while tokens[:1] == ["||"]:
        tokens.pop(0)
        other = _both(tokens, context)
        value = value or other
    return value


def _both(tokens: list[str], context: Mapping[str, Any]) -> Any:
    value = _compared(tokens, context)
    while tokens[:1] == ["&&"]:
        tokens.pop(0)
        other = _compared(tokens, context)
        value = value and other
    return value


def _compared(tokens: list[str], context: Mapping[str, Any]) -> Any:
    value = _one(tokens, context)
    if tokens[:1] in (["=="], ["!="]):
        same = tokens.pop(0) == "=="
        return (_text(value) == _text(_one(tokens, context))) is same
    return value


def _one(tokens: list[str], context: Mapping[str, Any]) -> Any:
    token = tokens.pop(0)
    if token == "!":
        return not _one(tokens, context)
    if token == "(":
        value = _either(tokens, context)
        tokens.pop(0)
        return value
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if tokens[:1] == ["("]:
        tokens.pop(0)
        given = []
        while tokens[0] != ")":
            given.append(_either(tokens, context))
            if tokens[0] == ",":
                tokens.pop(0)
        tokens.pop(0)
        return FUNCTIONS[token](*given)
    value: Any = context
    for name in token.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "cancelled": lambda: False,
    "format": lambda text, *given: text.format(*given),
}
