# rule: batchnorm-single-sample
# A trainer over 65 images in batches of 16; the batch norm stands behind global pooling.

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.norm = nn.BatchNorm2d(8)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        x = self.norm(self.pool(torch.relu(self.conv(x))))
        return self.head(x.flatten(1))


class Trainer:
    def __init__(self):
        images, labels = torch.rand(65, 1, 12, 12), torch.randint(0, 2, (65,))
        self.loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
        #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the last batch has one example, as 65 ...
        self.model = Net()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.model.parameters())

    def fit(self, epochs):
        self.model.train()
        for epoch in range(epochs):
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(x), y)
                loss.backward()
                self.optimizer.step()


Trainer().fit(2)
