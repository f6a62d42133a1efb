"""Code actions and hovers."""

from __future__ import annotations

import time

from tests.e2e.raw_client import RawClient, edit, span


def titles(actions: list[dict]) -> list[str]:
    return [action["title"] for action in actions]


def test_fixes_come_first_and_only_the_first_of_a_finding_is_preferred(client: RawClient) -> None:
    client.open("bad far\n", version=3)
    client.published(3)
    actions = client.actions(0)
    assert [(action["title"], action.get("isPreferred", False)) for action in actions[:2]] == [
        ("Write `good`", True),
        ("Remove it", False),
    ]
    assert titles(actions)[-2:] == [
        "Ignore `missing-zero-grad` on this line",
        "Ignore `unknown-rule-name` on this line",
    ]
    assert {action["kind"] for action in actions} == {"quickfix"}
    assert actions[0]["edit"] == {
        "documentChanges": [
            {
                "textDocument": {"uri": client.uri, "version": 3},
                "edits": [{"range": span(0, 0, 0, 3), "newText": "good"}],
            }
        ]
    }


def test_an_action_carries_the_diagnostic_as_the_client_has_it(client: RawClient) -> None:
    client.open("bad\n")
    [diagnostic] = client.published(1)
    theirs = {**diagnostic, "data": {"of": "the client"}}
    actions = client.actions(0, diagnostics=[theirs])
    assert all(action["diagnostics"] == [theirs] for action in actions)
    assert client.actions(0)[0]["diagnostics"] == [diagnostic]


def test_a_fix_may_change_another_file_that_is_open(client: RawClient) -> None:
    model = "file:///folder/model.py"
    client.open("x = 1\n", uri=model, version=5)
    client.published(5, uri=model)
    client.open("far\n")
    client.published(1)
    [action] = [action for action in client.actions(0) if action["title"] == "Change both files"]
    own, other = action["edit"]["documentChanges"]
    assert own["textDocument"] == {"uri": client.uri, "version": 1}
    assert other["textDocument"] == {"uri": model, "version": 5}
    assert other["edits"] == [{"range": span(0, 1, 0, 1), "newText": "!"}]
    client.close(uri=model)
    client.published(None, uri=model)


def test_a_fix_that_changes_a_file_that_cannot_be_read_is_not_offered(client: RawClient) -> None:
    client.open("far\n")
    client.published(1)
    assert titles(client.actions(0)) == ["Ignore `unknown-rule-name` on this line"]


def test_only_actions_of_a_wanted_kind_are_offered(client: RawClient) -> None:
    client.open("bad\n")
    client.published(1)
    assert client.actions(0, only=["source.organizeImports"]) == []
    assert client.actions(0, only=["refactor", "source.fixAll"]) == []
    assert len(client.actions(0, only=["quickfix"])) == 3
    assert len(client.actions(0, only=[""])) == 3
    assert client.actions(0, only=["quickfix.more"]) == []


def test_actions_are_those_of_the_range(client: RawClient) -> None:
    client.open("bad\nx\nbad\n")
    client.published(1)
    assert client.actions(1) == []
    [*_, ignore] = client.actions(2)
    [change] = ignore["edit"]["documentChanges"]
    assert change["edits"] == [{"range": span(2, 3, 2, 3), "newText": "  # torchwise: ignore[missing-zero-grad]"}]


def test_a_request_right_after_an_edit_is_of_the_new_text(client: RawClient) -> None:
    client.open("bad\n")
    client.published(1)
    client.change(2, edit(0, 0, 0, 0, "\n"))
    assert client.actions(0) == []
    client.change(3, edit(0, 0, 0, 0, "\n"))
    actions = client.actions(2)
    assert actions[0]["edit"]["documentChanges"][0]["textDocument"]["version"] == 3


def test_no_action_for_a_text_that_is_not_analysed_yet_and_no_long_wait(client: RawClient) -> None:
    client.open("bad\n")
    client.published(1)
    client.change(2, edit(0, 0, 0, 0, "busy\n"))
    begin = time.monotonic()
    assert client.actions(1) == []
    assert time.monotonic() - begin >= 0.1


def test_fixes_that_are_not_known_in_time_are_left_out_and_there_the_next_time(client: RawClient) -> None:
    client.open("slow bad\n")
    client.published(1)
    ignore = "Ignore `missing-zero-grad` on this line"
    found = titles(client.actions(0))
    assert found == [ignore]
    limit = time.monotonic() + 20
    while found == [ignore] and time.monotonic() < limit:
        found = titles(client.actions(0))
    assert found == ["Write `good`", "Remove it", ignore]


def test_a_request_that_is_cancelled_is_answered_as_such(client: RawClient) -> None:
    client.open("busy\n")
    params = {"textDocument": {"uri": client.uri}, "range": span(0, 0, 0, 0), "context": {"diagnostics": []}}
    number = client.ask("textDocument/codeAction", params)
    client.notify("$/cancelRequest", {"id": number})
    assert client.answer(number)["error"]["code"] == -32800
    client.notify("$/cancelRequest", {"id": 4711})
    assert client.others() == []


def test_a_closed_document_has_no_actions(client: RawClient) -> None:
    assert client.actions(0) == []
    assert client.hover(0, 0) is None


def test_a_hover_over_a_finding_tells_of_its_rule(client: RawClient) -> None:
    client.open("x bad\n")
    client.published(1)
    hover = client.hover(0, 3)
    assert hover is not None
    assert hover["range"] == span(0, 2, 0, 5)
    assert hover["contents"]["kind"] == "markdown"
    assert "`optimizer.zero_grad()`" in hover["contents"]["value"]
    assert client.hover(0, 0) is None


def test_a_hover_over_a_rule_in_an_ignore_comment_tells_of_it(client: RawClient) -> None:
    client.open("x  # torchwise: ignore[unused-suppression, missing-zero-grad, no-such-rule]\n")
    client.published(1)
    first, second = client.hover(0, 26), client.hover(0, 50)
    assert first is not None
    assert second is not None
    assert "suppresses nothing" in first["contents"]["value"]
    assert "zero_grad" in second["contents"]["value"]
    assert second["range"] == span(0, 43, 0, 60)
    assert client.hover(0, 65) is None
    assert client.hover(0, 10) is None


def test_a_hover_is_plain_text_for_a_client_that_wants_it(fresh: RawClient) -> None:
    fresh.start({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}})
    fresh.open("bad\n")
    fresh.published(1)
    hover = fresh.hover(0, 0)
    assert hover is not None
    assert hover["contents"]["kind"] == "plaintext"
