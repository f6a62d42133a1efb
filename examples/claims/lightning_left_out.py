import pytorch_lightning as pl
import torch
from torch import nn, optim
from torch.utils.data import DataLoader


class Regressor(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(10, 4)
        self.head = nn.Linear(4, 1)

    def training_step(self, batch, batch_idx):
        output = self.head(torch.relu(self.encoder(batch)))
        return nn.functional.mse_loss(output, torch.zeros(len(batch), 1, device=batch.device))

    def configure_optimizers(self):
        return optim.Adam(self.head.parameters(), lr=0.001)
#                         ^^^^^^^^^^^^^^^^^^^^^^ [lightning-parameters-left-out] `self.encoder` takes part in the loss, but no optimizer gets its parameters


trainer = pl.Trainer(max_epochs=1)
trainer.fit(Regressor(), train_dataloaders=DataLoader(torch.randn(8, 10), batch_size=4, shuffle=True))
