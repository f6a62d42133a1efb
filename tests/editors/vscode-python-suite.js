// Runs inside VS Code's extension host beside a stand-in for the Python extension; no interpreter is set.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vscode = require('vscode');

const patience = Number(process.env.PATIENCE || 60) * 1000;

async function until(what, condition) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    if (condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain until ${what}`);
}

exports.run = async () => {
  assert.deepStrictEqual(vscode.workspace.getConfiguration('torchwise').get('interpreter'), []);
  const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'train.py');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
  const problems = () => vscode.languages.getDiagnostics(file).filter((problem) => problem.source === 'torchwise').length;
  await until('the selected environment runs the server', () => problems() === 1);
  console.log('PASS Python extension: its environment runs the server');

  // A second name for the same Python that leaves a trace shows that selecting it restarts the server.
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'torchwise-'));
  const trace = path.join(scratch, 'trace');
  const second = path.join(scratch, 'python');
  fs.writeFileSync(second, `#!/bin/sh\necho "$@" >> '${trace}'\nexec '${process.env.TORCHWISE_SELECTED_PYTHON}' "$@"\n`, { mode: 0o755 });
  await vscode.commands.executeCommand('stand-in.select', second);
  await until('the other environment runs the server', () => fs.existsSync(trace) && /--stdio/.test(fs.readFileSync(trace, 'utf8')));
  await until('the problem is there again', () => problems() === 1);
  fs.rmSync(scratch, { recursive: true });
  console.log('PASS Python extension: selecting another environment restarts the server');
};
