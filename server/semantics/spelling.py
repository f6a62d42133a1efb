"""How expressions are spelled, for messages and to recognise the same place again."""

from __future__ import annotations

from ..syntax import ir


def text_of(expr: ir.Expr) -> str:
    """An expression as the user would write it, when it is a name or a chain of attributes and literals; else ""."""
    match expr:
        case ir.Name():
            return expr.id
        case ir.Attribute():
            inner = text_of(expr.value)
            return f"{inner}.{expr.attr}" if inner else ""
        case ir.Subscript():
            inner = text_of(expr.value)
            index = expr.index
            sign = "-" if isinstance(index, ir.Unary) and index.op == "-" else ""
            index = index.operand if isinstance(index, ir.Unary) and sign else index
            if inner and isinstance(index, ir.Constant) and index.kind in (("int",) if sign else ("str", "int")):
                return f"{inner}[{sign}{index.value!r}]"
            return ""
        case ir.Call():
            inner = text_of(expr.func)
            return f"{inner}(...)" if inner and expr.arguments else f"{inner}()" if inner else ""
        case _:
            return ""
