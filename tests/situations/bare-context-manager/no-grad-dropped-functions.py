# rule: context-manager-not-entered
# `torch.inference_mode()` is made and never entered.

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 3)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        return self.fc(self.drop(x))


def evaluate(model, batches):
    model.eval()
    torch.inference_mode()
#   ^^^^^^^^^^^^^^^^^^^^^^ error: ...
    correct, seen = 0, 0
    for x, y in batches:
        predicted = model(x).argmax(dim=1)
        correct += (predicted == y).sum().item()
        seen += len(y)
    return correct / seen


def main():
    batches = [(torch.randn(16, 8), torch.randint(0, 3, (16,))) for _ in range(4)]
    print(f"accuracy: {evaluate(Net(), batches):.2f}")


if __name__ == "__main__":
    main()
