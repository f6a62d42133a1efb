# rule: gradient-of-sqrt-at-zero
# A log-likelihood of counts in which rates of zero are left out.

import torch
from torch import nn


class Rates(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.inner = nn.Linear(size, 4)

    def forward(self, x):
        rates = self.inner(x).exp() * (x[:, :4] > 0)
        return rates, torch.where(rates > 0, torch.log(rates), 0.0)
        #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `where` does not stop the gradient of `log`: ...


class Trainer:
    def __init__(self):
        self.model = Rates(6)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.01)

    def fit(self, x, counts, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            rates, logarithms = self.model(x)
            loss = (rates - counts * logarithms).mean()
            loss.backward()
            self.optimizer.step()
        return loss.item()


torch.manual_seed(0)
print(Trainer().fit(torch.randn(32, 6), torch.randint(0, 5, (32, 4)).float(), 3))
