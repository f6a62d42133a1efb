r"""Following brackets and strings from one physical line to the next, as Python's tokenizer does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


def _balanced_line() -> re.Pattern[str]:
    """A line whose brackets (nested at most three deep) and strings are all closed on it.

    Every alternative begins with a character that the run before it excludes, so a line that does not
    match is given up in linear time. A bracket may be closed by another kind: that is for the parser to say.
    """
    run = r"[^'\"#()\[\]{}\\\r\n]*"
    fields = r"\{(?!\{)[^'\"\\{}\r\n#]*(?:\{[^'\"\\{}\r\n#]*\}[^'\"\\{}\r\n#]*)*\}"
    strings: list[str] = []
    for quote in "\"'":
        plain = rf"[^{quote}\\\r\n]*"
        literal = rf"[^{quote}\\{{}}\r\n]*"
        unformatted = rf"(?<![fFtT]{quote})(?<![fFtT][rR]{quote})"
        formatted = rf"(?:(?<=[fFtT]{quote})|(?<=[fFtT][rR]{quote}))"
        once = rf"(?!{quote}{quote})"
        strings += [
            rf"{quote}{once}{unformatted}{plain}(?:\\[^\r\n]{plain})*{quote}",
            rf"{quote}{once}{formatted}{literal}(?:(?:\{{\{{|\}}\}}|{fields}|\\[^{{}}\r\n]){literal})*{quote}",
            rf"{quote}{unformatted}{quote}{quote}{plain}(?:(?:\\[^\r\n]|{quote}{once}){plain})*{quote}{quote}{quote}",
        ]
    string = "|".join(strings)
    content = rf"{run}(?:(?:{string}){run})*"
    for _ in range(3):
        content = rf"{run}(?:(?:[(\[{{]{content}[)\]}}]|{string}){run})*"
    return re.compile(rf"([ \t\f\ufeff]*)(?![ \t\f\ufeff])({content})(?:#[^\r\n]*)?[\r\n]*\Z")


is_balanced = _balanced_line().match

BRACKET = "("
FIELD = "{"
FORMAT = ":"


@dataclass(slots=True)
class Continuation:
    """What is open at the end of a physical line, outermost first.

    A frame is `BRACKET` for any bracket, the quotes of a plain string, an `f` and the quotes of an f-string,
    `FIELD` for a replacement field in it, or `FORMAT` and the quotes once that field has come to its specification.
    """

    frames: list[str] = field(default_factory=list[str])
    joined: bool = False


_CODE_FRAMES = (BRACKET, FIELD)
_CODE = re.compile(r"\"\"\"|'''|[\"'#()\[\]{}\r\n]|\\(?:\r\n|[\r\n])?")
_CODE_IN_FIELD = re.compile(r"\"\"\"|'''|[\"'#()\[\]{}:\r\n]|\\(?:\r\n|[\r\n])?")
_F_PREFIX = re.compile(r"(?<!\w)(?:[fFtT][rR]?|[rR][fFtT])\Z")
_QUOTES = ("'", '"', "'''", '"""')
_REST = {quote: re.compile(rf"[^{quote}\\\r\n]*(?:\\(?:\r\n|[\s\S])[^{quote}\\\r\n]*)*") for quote in "'\""} | {
    quote * 3: re.compile(rf"[^{quote}\\]*(?:(?:\\[\s\S]|{quote}(?!{quote}{quote}))[^{quote}\\]*)*") for quote in "'\""
}
_LITERAL = {
    quotes: re.compile(rf"\\N\{{[^}}\r\n]*\}}|\\(?:\r\n|[^{{}}])|\{{\{{|\{{|{quotes}|[\r\n]") for quotes in _QUOTES
}
_SPECIFICATION = {quotes: re.compile(rf"\{{|\}}|{quotes}|[\r\n]") for quotes in _QUOTES}


def follow(line: str, state: Continuation, code: list[str] | None = None) -> int:
    """Follow one physical line; the column where its code ends (before a comment or the line end).

    `code` receives the pieces of code on the line, without what stands in strings.
    """
    at, end = 0, len(line)
    frames = state.frames
    state.joined = False
    code_end = end
    while at < end:
        top = frames[-1] if frames else ""
        if not top or top in _CODE_FRAMES:
            found = (_CODE_IN_FIELD if top == FIELD else _CODE).search(line, at)
            if found is None:
                break
            if code is not None:
                code.append(line[at : found.end()])
            token = found[0]
            at = found.end()
            if token in "#\r\n":
                code_end = found.start()
                break
            if token[0] == "\\":
                state.joined = len(token) > 1
            elif token[0] in "'\"":
                at = _open_string(line, found.start(), token, frames)
            elif token in "([{":
                frames.append(BRACKET)
            elif token == ":":
                frames[-1] = FORMAT + frames[-2][1:]
            elif frames and (top == BRACKET or token == "}"):
                frames.pop()
        elif top in _REST:
            at = _inside_string(line, at, top, frames)
        else:
            at = _inside_formatted(line, at, frames)
            if code is not None and line[at - 1] in "{}":
                code.append(line[at - 1])
    return code_end


def code_only(text: str) -> str:
    """The code of a text: strings shrink to their first quotes, comments go, replacement fields stay."""
    state = Continuation()
    code: list[str] = []
    for line in text.split("\n"):
        follow(f"{line}\n", state, code)
    return "".join(code)


def _open_string(line: str, start: int, quotes: str, frames: list[str]) -> int:
    if start and line[start - 1] in "fFtTrR" and _F_PREFIX.search(line, max(0, start - 2), start) is not None:
        frames.append("f" + quotes)
        return start + len(quotes)
    frames.append(quotes)
    return _inside_string(line, start + len(quotes), quotes, frames)


def _inside_string(line: str, at: int, quotes: str, frames: list[str]) -> int:
    found = _REST[quotes].match(line, at)
    end = found.end() if found else at
    if line.startswith(quotes, end):
        frames.pop()
        return end + len(quotes)
    if len(quotes) == 3:
        return len(line)
    if end < len(line) or not line.endswith(("\n", "\r")):
        _give_up(frames)
    return end


def _inside_formatted(line: str, at: int, frames: list[str]) -> int:
    in_format = frames[-1][0] == FORMAT
    quotes = frames[-1][1:]
    found = (_SPECIFICATION if in_format else _LITERAL)[quotes].search(line, at)
    if found is None:
        if len(quotes) == 1 and not line.endswith(("\n", "\r")):
            _give_up(frames)
        return len(line)
    token = found[0]
    if token == "{":
        frames.append(FIELD)
    elif token == "}":
        frames.pop()
    elif token == quotes:
        while frames.pop()[0] != "f":
            pass
    elif token in "\r\n" and len(quotes) == 1:
        _give_up(frames)
        return found.start()
    return found.end()


def _give_up(frames: list[str]) -> None:
    """A string that should end on this line does not: it ends here, with all f-strings of one line around it."""
    frames.pop()
    for depth, frame in enumerate(frames):
        if frame in ("f'", 'f"'):
            del frames[depth:]
            return
