import pytorch_lightning as pl
import torch
from torch import nn, optim
from torch.utils.data import DataLoader


class Regressor(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(10, 1)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return self.linear(x) * self.scale

    def training_step(self, batch, batch_idx):
        loss = nn.functional.mse_loss(self(batch), torch.zeros(len(batch), 1, device=batch.device))
        self.log("train_loss", loss)
        return loss

    def configure_optimizers(self):
        return optim.Adam(self.parameters(), lr=0.001)


model = Regressor()
model.scale = nn.Parameter(torch.full((1,), 2.0))
trainer = pl.Trainer(max_epochs=1)
trainer.fit(model, train_dataloaders=DataLoader(torch.randn(8, 10), batch_size=4, shuffle=True))
