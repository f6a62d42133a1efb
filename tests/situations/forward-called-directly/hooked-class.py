# rule: forward-called-directly
# A trainer measures the gradients of its model with a backward hook.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, lr=1e-3):
        images, labels = torch.randn(64, 16), torch.randint(0, 2, (64,))
        self.loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
        self.model = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 2))
        self.model.register_full_backward_hook(self.measure)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr, momentum=0.9)
        self.norms = []

    def measure(self, module, grad_input, grad_output):
        self.norms.append(grad_output[0].norm().item())

    def fit(self, epochs):
        for epoch in range(epochs):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model.forward(x), y)
                #                     ^^^^^^^^^^^^^^^^^^^^^ warning: `self.model.forward(...)` passes by what ...
                loss.backward()
                self.optimizer.step()


trainer = Trainer()
trainer.fit(2)
print(len(trainer.norms))
