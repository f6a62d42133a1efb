# rule: non-leaf-parameter
# An attribute is reshaped when it requires gradients already.

import torch


class Attack:
    def __init__(self, image, lr=0.01):
        self.image = image
        self.noise = torch.zeros(image.numel(), requires_grad=True).view(16, 16)
        self.optimizer = torch.optim.Adam([self.noise], lr=lr)
#                                         ^^^^^^^^^^^^ error: ...

    def run(self, model, steps):
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = -model(self.image + self.noise).mean()
            loss.backward()
            self.optimizer.step()
        return self.noise.detach()


if __name__ == "__main__":
    network = torch.nn.Sequential(torch.nn.Flatten(0), torch.nn.Linear(256, 1))
    print(Attack(torch.rand(16, 16)).run(network, steps=5).abs().mean())
