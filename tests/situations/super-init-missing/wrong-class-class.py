# rule: missing-super-init
# A trainer of two models; one constructor names the class of the other.

import torch
from torch import nn


class Teacher(nn.Module):
    def __init__(self):
        super(Teacher, self).__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x)


class Student(nn.Module):
    def __init__(self):
        super(Teacher, self).__init__()
    #   ^^^^^^^^^^^^^^^^^^^^ `super(Teacher, self)` in a method of `Student`, which does not extend that class: it raises `TypeError`
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x)


class Distiller:
    def __init__(self):
        self.teacher = Teacher()
        self.teacher.eval()
        self.student = Student()
        self.optimizer = torch.optim.SGD(self.student.parameters(), lr=0.1)

    def step(self, x):
        with torch.no_grad():
            wanted = self.teacher(x)
        self.optimizer.zero_grad()
        loss = nn.functional.mse_loss(self.student(x), wanted)
        loss.backward()
        self.optimizer.step()
        return loss.item()


distiller = Distiller()
print([distiller.step(torch.randn(8, 4)) for _ in range(3)])
