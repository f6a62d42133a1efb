# rule: tensor-created-on-cpu
# The first hidden state of a recurrent network is made on the CPU.

import torch
from torch import nn


class Forecast(nn.Module):
    def __init__(self, size=8):
        super().__init__()
        self.size = size
        self.lstm = nn.LSTM(1, size, batch_first=True)
        self.head = nn.Linear(size, 1)

    def forward(self, series):
        hidden = torch.zeros(1, series.size(0), self.size)
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        cell = torch.zeros(1, series.size(0), self.size)
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: ...
        out, _ = self.lstm(series, (hidden, cell))
        return self.head(out[:, -1])


class Trainer:
    def __init__(self):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = Forecast().to(self.device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-2)

    def step(self, series, following):
        self.optimizer.zero_grad()
        loss = nn.functional.mse_loss(self.model(series.to(self.device)), following.to(self.device))
        loss.backward()
        self.optimizer.step()
        return loss.item()


if __name__ == "__main__":
    trainer = Trainer()
    waves = torch.sin(torch.rand(16, 1, 1) + torch.arange(10.0).view(1, 10, 1))
    for step in range(3):
        print(trainer.step(waves[:, :9], waves[:, 9]))
