# rule: missing-super-init
# Models are built by functions; one constructor names the class of the other.

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


def models():
    teacher, student = Teacher(), Student()
    teacher.eval()
    return teacher, student


def distill(teacher, student, optimizer, steps=3):
    for step in range(steps):
        x = torch.randn(8, 4)
        with torch.no_grad():
            wanted = teacher(x)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(student(x), wanted)
        loss.backward()
        optimizer.step()


teacher, student = models()
distill(teacher, student, torch.optim.SGD(student.parameters(), lr=0.1))
