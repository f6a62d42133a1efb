# rule: training-without-gradients
# Only the teacher runs without gradients.

import torch
from torch import nn
from torch.nn import functional as F


@torch.no_grad()
def predict(model, x):
    return F.softmax(model(x), dim=1)


def distill(teacher, student, optimizer, batches):
    teacher.eval()
    for x in batches:
        wanted = predict(teacher, x)
        loss = F.kl_div(F.log_softmax(student(x), dim=1), wanted, reduction="batchmean")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


teacher, student = nn.Linear(8, 3), nn.Linear(8, 3)
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
print(distill(teacher, student, optimizer, torch.randn(5, 16, 8)))
