import pytorch_lightning as pl
import torch
from torch import nn, optim
from torch.utils.data import DataLoader


class Regressor(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(10, 1)

    def on_train_start(self):
        self.scale = nn.Parameter(torch.ones(1, device=self.device))
#       ^^^^^^^^^^ [lightning-parameter-added-late] `self.scale` is made in `on_train_start`, after `configure_optimizers`: no optimizer trains it

    def training_step(self, batch, batch_idx):
        output = self.linear(batch) * self.scale
        return nn.functional.mse_loss(output, torch.zeros(len(batch), 1, device=batch.device))

    def configure_optimizers(self):
        return optim.Adam(self.parameters(), lr=0.001)


trainer = pl.Trainer(max_epochs=1)
trainer.fit(Regressor(), train_dataloaders=DataLoader(torch.randn(8, 10), batch_size=4, shuffle=True))
