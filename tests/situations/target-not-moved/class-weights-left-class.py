# rule: loss-weight-on-other-device
# The model and the batches are moved, the weight of the rare answers is not.

import torch
from torch import nn


class Trainer:
    def __init__(self, model, rare):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = model.to(self.device)
        self.criterion = nn.BCEWithLogitsLoss(pos_weight=torch.full((3,), rare))
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def train_step(self, x, y):
        x = x.to(self.device)
        y = y.to(self.device)
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: ...
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, batches, epochs=2):
        for epoch in range(epochs):
            losses = [self.train_step(x, y) for x, y in batches]
            print(epoch, sum(losses) / len(losses))


if __name__ == "__main__":
    batches = [(torch.randn(16, 6), torch.randint(0, 2, (16, 3)).float()) for _ in range(4)]
    Trainer(nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3)), rare=4.0).fit(batches)
