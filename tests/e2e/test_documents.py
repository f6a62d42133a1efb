"""Opening, editing, saving and closing documents, and what is published of them."""

from __future__ import annotations

import random
import time

import pytest

from server.text.lines import split_lines
from tests.e2e.raw_client import RawClient, edit, span


def lines_of(diagnostics: list[dict]) -> list[int]:
    return [diagnostic["range"]["start"]["line"] for diagnostic in diagnostics]


def test_findings_are_published_with_all_that_a_client_can_show(client: RawClient) -> None:
    client.open("x\n  bad\n", version=7)
    [diagnostic] = client.published(7)
    address = diagnostic.pop("codeDescription")["href"]
    assert address.startswith("file:///")
    assert address.endswith("/missing_zero_grad.py")
    assert diagnostic == {
        "range": span(1, 2, 1, 5),
        "severity": 2,
        "code": "missing-zero-grad",
        "source": "torchwise",
        "message": "`bad` is here",
        "data": {"rule": "missing-zero-grad", "version": 7},
    }


def test_related_places_lie_in_this_file_and_in_others(client: RawClient) -> None:
    client.open("x\nfar\n")
    [diagnostic] = client.published(1)
    assert diagnostic["relatedInformation"] == [
        {"location": {"uri": client.uri, "range": span(0, 0, 0, 1)}, "message": "it begins here"},
        {"location": {"uri": "file:///folder/model.py", "range": span(0, 1, 0, 2)}, "message": "and here"},
    ]


def test_edits_of_one_change_apply_one_after_the_other(client: RawClient) -> None:
    client.open("x\n")
    client.published(1)
    client.change(2, edit(0, 0, 0, 1, "one\ntwo\n"), edit(1, 0, 1, 3, "bad"))
    assert lines_of(client.published(2)) == [1]


def test_a_change_without_a_range_replaces_the_whole_text(client: RawClient) -> None:
    client.open("bad\nbad\n")
    client.published(1)
    client.change(2, {"text": "x\nbad\n"})
    assert lines_of(client.published(2)) == [1]


@pytest.mark.parametrize("character", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"])
def test_characters_that_end_a_line_only_for_python_do_not_move_edits(client: RawClient, character: str) -> None:
    client.open(f"x{character}y\nb\nb\n")
    client.published(1)
    client.change(2, edit(1, 1, 1, 1, "ad"))
    [diagnostic] = client.published(2)
    assert diagnostic["range"] == span(1, 0, 1, 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_of_the_protocol_end_lines(client: RawClient, end: str) -> None:
    client.open(f"x{end}y{end}bad")
    assert lines_of(client.published(1)) == [2]
    client.change(2, edit(0, 1, 1, 1, ""))
    assert lines_of(client.published(2)) == [1]


def test_edits_beyond_the_end_of_a_line_and_of_the_file_are_clamped(client: RawClient) -> None:
    client.open("x\ny")
    client.published(1)
    client.change(2, edit(0, 99, 0, 99, "\nbad"), edit(99, 5, 99, 5, "\nbad"))
    assert lines_of(client.published(2)) == [1, 3]


def test_half_of_a_surrogate_pair_is_taken(client: RawClient) -> None:
    client.open("x = '\ud83d' bad\n")
    [diagnostic] = client.published(1)
    assert diagnostic["range"] == span(0, 8, 0, 11)


def test_a_change_of_a_document_that_is_not_open_is_ignored_without_a_popup(client: RawClient) -> None:
    client.change(2, edit(0, 0, 0, 0, "bad"))
    assert client.others() == []


def test_closing_takes_the_findings_off_the_screen(client: RawClient) -> None:
    client.open("bad\n")
    client.published(1)
    client.close()
    assert client.published(None) == []
    client.close()
    assert client.others() == []


def test_closing_while_the_text_is_analysed_drops_the_result(client: RawClient) -> None:
    client.open("busy\nbad\n")
    client.close()
    assert client.published(None) == []
    client.open("bad\n", version=1)
    assert lines_of(client.published(1)) == [0]
    assert client.others() == []


def test_reopening_without_closing_begins_anew(client: RawClient) -> None:
    client.open("bad\nbad\n")
    client.published(1)
    client.open("x\nbad\n", version=1)
    assert lines_of(client.published(1)) == [1]


def test_documents_of_other_languages_are_left_alone(client: RawClient) -> None:
    document = {"uri": "file:///folder/notes.txt", "languageId": "plaintext", "version": 1, "text": "bad"}
    client.notify("textDocument/didOpen", {"textDocument": document})
    assert client.others() == []


def test_an_unsaved_document_is_analysed(client: RawClient) -> None:
    client.open("bad\n", uri="untitled:Untitled-1")
    assert lines_of(client.published(1, uri="untitled:Untitled-1")) == [0]
    client.close(uri="untitled:Untitled-1")


def test_one_address_may_be_escaped_in_several_ways(client: RawClient) -> None:
    client.open("bad\n", uri="file:///c%3A/a%20b.py")
    client.published(1, uri="file:///c%3A/a%20b.py")
    client.change(2, edit(0, 0, 0, 0, "\n"), uri="file:///c:/a b.py")
    assert lines_of(client.published(2, uri="file:///c%3A/a%20b.py")) == [1]
    client.close(uri="file:///c%3A/a%20b.py")


def test_only_the_newest_version_is_published(client: RawClient) -> None:
    client.open("busy\nbad\n")
    for version in range(2, 12):
        client.change(version, edit(0, 0, 0, 0, "x"))
    client.change(12, {"text": "bad\n"})
    assert lines_of(client.published(12)) == [0]
    versions = [message["params"]["version"] for message in client.others()]
    assert versions == sorted(versions)


def test_a_new_finding_of_a_settle_rule_waits_for_saving(client: RawClient) -> None:
    client.open("missing\n")
    assert lines_of(client.published(1)) == [0]
    client.change(2, edit(0, 0, 0, 0, "bad\nmissing\n"))
    assert lines_of(client.published(2)) == [0, 2]
    client.save()
    assert lines_of(client.published(2)) == [0, 1, 2]
    client.change(3, {"text": "x\n"})
    assert lines_of(client.published(3)) == []


def test_a_new_finding_of_a_settle_rule_is_shown_while_another_function_is_typed() -> None:
    client = RawClient("--settle", "0.5")
    try:
        client.start()
        client.open("def f():\n    x\ndef g():\n    y\n")
        assert lines_of(client.published(1)) == []
        client.change(2, edit(1, 4, 1, 5, "missing"))
        shown: list[int] = []
        # The server shows it while the second function is typed faster than it would wait.
        for version in range(2, 2000):
            shown = lines_of(client.published(version))
            if shown:
                break
            time.sleep(0.01)
            client.change(version + 1, edit(3, 4, 3, 5, "xy"[version % 2]))
        assert shown == [1]
    finally:
        client.kill()


def test_a_bug_in_the_analysis_costs_one_text(client: RawClient) -> None:
    client.open("crash\nbad\n")
    assert client.published(1) == []
    client.change(2, edit(0, 0, 1, 0, ""))
    assert lines_of(client.published(2)) == [0]
    assert client.others() == []


def test_saving_one_file_leaves_those_alone_that_do_not_read_it(client: RawClient) -> None:
    other, third = "file:///folder/other_file.py", "file:///folder/third.py"
    client.open("bad\n", uri=other)
    client.published(1, uri=other)
    client.open("x\n")
    client.published(1)
    client.save()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": third, "type": 2}]})
    client.open("bad\n", uri=third)
    assert lines_of(client.published(1, uri=third)) == [0]
    client.close(uri=other)
    client.close(uri=third)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 11), ("utf-16", 9), ("utf-32", 8)])
def test_positions_are_in_the_first_encoding_of_the_client_that_is_known(
    fresh: RawClient, encoding: str, column: int
) -> None:
    result = fresh.start({"general": {"positionEncodings": ["utf-7", encoding, "utf-16"]}})
    assert result["capabilities"]["positionEncoding"] == encoding
    fresh.open("x = '😀' bad\n")
    [diagnostic] = fresh.published(1)
    assert diagnostic["range"] == span(0, column, 0, column + 3)
    fresh.change(
        2, edit(0, column, 0, column, "é"), edit(0, column, 0, column + (2 if encoding == "utf-8" else 1), "b")
    )
    [diagnostic] = fresh.published(2)
    assert diagnostic["range"] == span(0, column + 1, 0, column + 4)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_findings_are_those_of_the_same_text_opened_anew(client: RawClient, seed: int) -> None:
    chance = random.Random(seed)
    alphabet = ["bad", "b", "ad", " ", "\n", "\r\n", "\r", "\f", "\u2028", "é", "😀", ""]
    text = "".join(chance.choices(alphabet, k=200))
    client.open(text)
    for version in range(2, 60):
        lines = split_lines(text) or [""]
        (line, column), (end_line, end_column) = sorted(
            (line, chance.randint(0, len(lines[line].rstrip("\r\n"))))
            for line in chance.choices(range(len(lines)), k=2)
        )
        new = "".join(chance.choices(alphabet, k=chance.randint(0, 30)))
        before, after = utf_16(lines[line][:column]), utf_16(lines[end_line][:end_column])
        client.change(version, edit(line, before, end_line, after, new))
        head = "".join(lines[:line]) + lines[line][:column]
        text = head + new + lines[end_line][end_column:] + "".join(lines[end_line + 1 :])
    anew = client.uri.replace(".py", "_anew.py")
    client.open(text, uri=anew)
    places = [diagnostic["range"] for diagnostic in client.published(1, uri=anew)]
    assert [diagnostic["range"] for diagnostic in client.published(59)] == places
    assert places
    client.close(uri=anew)


def utf_16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_client_without_abilities_gets_what_it_understands(fresh: RawClient) -> None:
    result = fresh.start({})
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    fresh.open("far\n")
    [diagnostic] = fresh.published(1)
    assert {"relatedInformation", "codeDescription"}.isdisjoint(diagnostic)
    edits = [action["edit"] for action in fresh.actions(0)]
    assert edits
    assert all(set(edit) == {"changes"} for edit in edits)
