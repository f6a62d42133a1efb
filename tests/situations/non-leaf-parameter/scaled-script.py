# rule: non-leaf-parameter
# A noise image is scaled after it was told to require gradients.

import torch

torch.manual_seed(0)
target = torch.rand(1, 3, 16, 16)
image = torch.randn(1, 3, 16, 16, requires_grad=True) * 0.1
history = []
optimizer = torch.optim.Adam([image], lr=0.05)
#                            ^^^^^^^ error: ...

for step in range(20):
    optimizer.zero_grad()
    loss = (image - target).pow(2).mean()
    loss.backward()
    optimizer.step()
    history.append(loss.item())
print(history[-1])
