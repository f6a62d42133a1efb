# rule: missing-super-init
# Constructors that reach the one of the library by other ways: by name, through a base class, through a mixin.

import torch
from torch import nn


class Configured:
    def __init__(self, **options):
        super().__init__()
        self.options = options


class Base(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.body = nn.Linear(4, 4)


class Child(Base):
    def __init__(self):
        Base.__init__(self)
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(self.body(x))


class Mixed(Configured, nn.Module):
    def __init__(self, **options):
        super().__init__(**options)
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(x)


class Inherited(Child):
    def forward(self, x):
        return super().forward(x).sigmoid()


for model in (Child(), Mixed(size=3), Inherited()):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    optimizer.zero_grad()
    model(torch.randn(2, 4)).mean().backward()
    optimizer.step()
