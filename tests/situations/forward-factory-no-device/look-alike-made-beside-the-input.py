# rule: tensor-created-on-cpu
# Everything that the forward pass makes is made beside its input, or moved there, or a single number.

import torch
from torch import nn


class Forecast(nn.Module):
    def __init__(self, size=8):
        super().__init__()
        self.size = size
        self.register_buffer("places", torch.arange(9.0).view(1, 9, 1))
        self.lstm = nn.LSTM(1, size, batch_first=True)
        self.head = nn.Linear(size, 1)

    def forward(self, series):
        hidden = series.new_zeros(1, series.size(0), self.size)
        cell = torch.zeros(1, series.size(0), self.size, device=series.device)
        series = series + self.places * torch.tensor(0.01)
        out, _ = self.lstm(series, (hidden, cell))
        mask = (torch.rand(self.size) > 0.1).to(out.device)
        last = torch.full((series.size(0),), series.size(1) - 1).to(series.device)
        out = out[torch.arange(series.size(0)), last] * mask
        return self.head(out) + torch.zeros_like(out[:, :1])


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = Forecast().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
waves = torch.sin(torch.rand(16, 1, 1) + torch.arange(10.0).view(1, 10, 1)).to(device)
for step in range(3):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(waves[:, :9]), waves[:, 9])
    loss.backward()
    optimizer.step()
    print(loss.item())
