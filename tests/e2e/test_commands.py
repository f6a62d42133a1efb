"""The outline command, and answers about installed packages, with the real server."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e.raw_client import RawClient

SERVER = (sys.executable, "-m", "server", "server", "--stdio")

LOOP = """import torch
import zoo

def train(loader):
    model = zoo.Net()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
"""
ZOO = "import torch\nclass Net(torch.nn.Module): ...\n"


def outline(client: RawClient, *arguments: object) -> object:
    answer = client.request("workspace/executeCommand", {"command": "torchwise.outline", "arguments": list(arguments)})
    return answer["result"]


def test_the_outline_of_an_open_document_is_that_of_its_newest_text() -> None:
    client = RawClient(command=SERVER)
    try:
        abilities = client.start()["capabilities"]
        assert abilities["executeCommandProvider"]["commands"] == ["torchwise.outline"]
        client.open("import torch\n")
        assert outline(client, client.uri) == "Nothing in this file builds, runs or trains a model.\n"
        text = "import torch\nmodel = torch.nn.Linear(1, 1)\nmodel.eval()\n"
        client.change(2, {"text": text})
        assert outline(client, client.uri) == "3  `model` is put into eval mode\n"
        assert outline(client, "file:///not/open.py") is None
        assert outline(client) is None
        assert client.end() == 0
    finally:
        client.kill()


def test_an_answer_about_a_package_is_published_later(tmp_path: Path) -> None:
    packages = tmp_path / ".venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "zoo.py").write_text(ZOO)
    client = RawClient(command=SERVER)
    try:
        client.start(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "project"}])
        client.uri = (tmp_path / "train.py").as_uri()
        client.open(LOOP)
        severities = [[each["severity"] for each in client.published(1)]]
        while severities[-1] != [1] and len(severities) < 5:
            severities.append([each["severity"] for each in client.published(1)])
        assert severities == [[2], [1]]
        assert client.end() == 0
    finally:
        client.kill()
