# rule: step-between-backwards
# Both losses are computed first; then the discriminator is stepped, then the second loss goes back.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_epoch(net_g, net_d, opt_g, opt_d, criterion, loader):
    for (real,) in loader:
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        fake = net_g(torch.randn(len(real), 3))
        judged = net_d(fake)
        loss_d = criterion(net_d(real), ones) + criterion(judged, zeros)
        loss_g = criterion(judged, ones)
        opt_d.zero_grad()
        loss_d.backward(retain_graph=True)
        opt_d.step()
        opt_g.zero_grad()
        loss_g.backward()
#       ^^^^^^^^^^^^^^^^^ error: ...
        opt_g.step()
    return loss_g


def main():
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(torch.randn(64, 6)), batch_size=16)
    net_g = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 6))
    net_d = nn.Sequential(nn.Linear(6, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
    opt_g = torch.optim.Adam(net_g.parameters(), lr=2e-4)
    opt_d = torch.optim.Adam(net_d.parameters(), lr=2e-4)
    criterion = nn.BCEWithLogitsLoss()
    for epoch in range(3):
        last = train_epoch(net_g, net_d, opt_g, opt_d, criterion, loader)
        print(f"epoch {epoch}: {last:.4f}")


if __name__ == "__main__":
    main()
