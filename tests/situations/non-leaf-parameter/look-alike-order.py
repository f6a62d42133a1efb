# rule: non-leaf-parameter
# The tensors are scaled, moved and reshaped first, and require gradients last.

import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
target = torch.rand(1, 3, 16, 16, device=device)
image = (torch.randn(1, 3, 16, 16) * 0.1).to(device).requires_grad_()
scale = torch.nn.Parameter(torch.ones(4, device=device).view(2, 2)[0])
copy = image.detach().clone()
copy.requires_grad = True
optimizer = torch.optim.Adam([image, scale, copy], lr=0.05)
for step in range(20):
    optimizer.zero_grad()
    loss = (image * scale.mean() + copy - target).pow(2).mean()
    loss.backward()
    optimizer.step()
print(loss.item())
