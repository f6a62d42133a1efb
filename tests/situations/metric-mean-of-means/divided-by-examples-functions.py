# rule: mean-of-batch-means
# The means of the batches are added up and divided by the number of examples.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def evaluate(model, loader, criterion):
    model.eval()
    test_loss, correct = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            loss = criterion(scores, y)
            test_loss += loss.item()
            correct += (scores.argmax(1) == y).sum().item()
    test_loss /= len(loader.dataset)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
    return test_loss, correct / len(loader.dataset)


def main():
    torch.manual_seed(0)
    inputs = torch.randn(100, 6)
    loader = DataLoader(TensorDataset(inputs, (inputs.sum(1) > 0).long()), batch_size=16)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
    print(evaluate(model, loader, nn.CrossEntropyLoss()))


if __name__ == "__main__":
    main()
