# rule: missing-super-init
# The constructor was copied from another class, with that class's name in `super()`.

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


teacher = Teacher()
teacher.eval()
student = Student()
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
for step in range(3):
    x = torch.randn(8, 4)
    with torch.no_grad():
        wanted = teacher(x)
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(student(x), wanted)
    loss.backward()
    optimizer.step()
print(loss.item())
