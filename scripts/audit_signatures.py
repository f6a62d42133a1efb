"""Which parameters a callable takes, from its signature, its overloads, torch's stubs or its docstring."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import typing
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import torch

Signature = tuple[str, ...]


def accepted(name: str, found: object, signature: Signature) -> str | None:
    """Why a row's signature is wrong, or None. One of the ways to call `found` must fit it."""
    if signature == ("*args", "**kwargs"):
        return None
    variants = list(dict.fromkeys(_variants(name, found)))
    if not variants:
        return None if not signature else f"its parameters are not known, so {signature} is a guess"
    known = {parameter for variant in variants for parameter in variant}
    unknown = [p for p in signature if p != "*" and p not in known and not _absorbed(p, variants)]
    if unknown:
        return f"no parameter {', '.join(unknown)} in {variants}"
    positional = _positional(signature)
    if any(_fits(positional, variant) for variant in variants):
        return None
    return f"positional order {positional} fits none of {variants}"


def _absorbed(parameter: str, variants: list[Signature]) -> bool:
    """Whether a `**kwargs` of the callable takes what the row names one by one, or the row leaves much out."""
    return parameter.startswith("**") or any(v and v[-1].startswith("**") for v in variants)


def _positional(signature: Signature) -> Signature:
    end = next((i for i, p in enumerate(signature) if p.startswith("*")), len(signature))
    return signature[:end]


def _fits(positional: Signature, variant: Signature) -> bool:
    """Whether positions agree as far as both go; a variant with `*args` takes any."""
    theirs = _positional(variant)
    open_end = len(theirs) < len(variant) and variant[len(theirs)] not in {"*", ""} and variant[len(theirs)][1:2] != "*"
    if positional[: len(theirs)] != theirs[: len(positional)]:
        return False
    return len(positional) <= len(theirs) or open_end


def _variants(name: str, found: object) -> Iterator[Signature]:
    yield from _stubs(name)
    if isinstance(found, type):
        for maker in (found.__init__, found.__new__):
            if maker not in (object.__init__, object.__new__):
                yield from _inspected(maker, drop_first=True)
        if dataclass_fields := getattr(found, "__dataclass_fields__", None):
            yield tuple(dataclass_fields)
        if not issubclass(found, torch.nn.Module):
            yield from _inspected(found, drop_first=False)
    elif callable(found):
        method = "." in getattr(found, "__qualname__", "")
        yield from _inspected(found, drop_first=method)
        yield from _inspected(found, drop_first=False)
    yield from _documented(name, found)


def _inspected(function: object, drop_first: bool) -> Iterator[Signature]:
    if not callable(function):
        return
    overloads = typing.get_overloads(function) if inspect.isfunction(function) and sys.version_info >= (3, 11) else []
    for one in (*overloads, function):
        try:
            parameters = list(inspect.signature(one).parameters.values())
        except (TypeError, ValueError):
            continue
        if parameters and (parameters[0].name == "self" or (drop_first and parameters[0].name in {"cls", "input"})):
            parameters = parameters[1:]
        yield _words(parameters)


def _words(parameters: list[inspect.Parameter]) -> Signature:
    words: list[str] = []
    for parameter in parameters:
        if parameter.kind is parameter.VAR_POSITIONAL:
            words.append(f"*{parameter.name}")
        elif parameter.kind is parameter.VAR_KEYWORD:
            words.append(f"**{parameter.name}")
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not any(w.startswith("*") for w in words):
                words.append("*")
            words.append(parameter.name)
    return tuple(words)


def _documented(name: str, found: object) -> Iterator[Signature]:
    """Signatures in a docstring: at the start of a line, or where it lists its overloads."""
    doc = inspect.getdoc(found) or ""
    own = re.escape(name.rpartition(".")[2])
    for match in re.finditer(rf"(?:^|\n|:: )(?:\w+\.)*{own}\(([^()]*(?:\([^()]*\)[^()]*)*)\)", doc):
        words: list[str] = []
        for part in re.split(r",(?![^(]*\))", re.sub(r"[\[\]\\]", "", match[1])):
            word = part.strip().split("=")[0].split(":")[0].strip()
            if word and word not in {"out", "/"}:
                words.append(word.split()[-1])
        yield tuple(words)


@cache
def _stub_tables() -> tuple[dict[str, list[Signature]], dict[str, list[Signature]]]:
    folder = Path(torch.__file__).parent / "_C"
    functions: dict[str, list[Signature]] = defaultdict(list)
    methods: dict[str, list[Signature]] = defaultdict(list)
    for node in ast.walk(ast.parse((folder / "_VariableFunctions.pyi").read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            functions[node.name].append(_stub(node))
    for node in ast.parse((folder / "__init__.pyi").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == "TensorBase":
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    methods[member.name].append(_stub(member))
        elif isinstance(node, ast.FunctionDef):
            functions[node.name].append(_stub(node))
    return functions, methods


def _stubs(name: str) -> list[Signature]:
    functions, methods = _stub_tables()
    owner, _, own = name.rpartition(".")
    if owner == "tensor":
        return methods.get(own, [])
    return functions.get(own, []) if owner in {"torch", "torch.nn.functional", "torch.special"} else []


def _stub(node: ast.FunctionDef) -> Signature:
    words = [a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg != "self"]
    if node.args.vararg:
        words.append(f"*{node.args.vararg.arg}")
    keywords = [a.arg for a in node.args.kwonlyargs if a.arg != "out"]
    if keywords and not node.args.vararg:
        words.append("*")
    return tuple(words + keywords)
