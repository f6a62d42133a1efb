import pytorch_lightning as pl
import torch
from torch import nn, optim


class Regressor(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(10, 1)

    def forward(self, x):
        return self.linear(x)

    def training_step(self, batch, batch_idx):
        output = self(batch)
        loss = nn.functional.mse_loss(output, torch.randn(1, 1, device=self.device))
        self.log("train_loss", loss)
        return loss

    def configure_optimizers(self):
        return optim.Adam(self.parameters(), lr=0.001)


model = Regressor()
trainer = pl.Trainer(max_epochs=1)
inputs = torch.randn(1, 10)
trainer.fit(model, train_dataloaders=[inputs])
#                                    ^^^^^^^^ [lightning-loader-argument] a list is a list of loaders: ...
