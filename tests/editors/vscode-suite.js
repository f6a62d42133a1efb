// Runs inside VS Code's extension host: VS Code calls run() and reports how its promise ends.
// The workspace folder holds train.py and train.ipynb.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vscode = require('vscode');

const fixtures = path.join(__dirname, 'fixtures');
const patience = Number(process.env.PATIENCE || 60) * 1000;
const folder = () => vscode.workspace.workspaceFolders[0].uri;
const settings = () => vscode.workspace.getConfiguration('torchwise');
const problems = (uri) => vscode.languages.getDiagnostics(uri).filter((problem) => problem.source === 'torchwise');
const code = (problem) => String(problem.code?.value ?? problem.code);
const tests = {};

async function withSetting(name, value, body) {
  await settings().update(name, value);
  try {
    await body();
  } finally {
    await settings().update(name, undefined);
  }
}

async function until(what, condition) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const value = await condition();
    if (value) {
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain until ${what}`);
}
const found = (uri) => until('a problem is found', () => problems(uri)[0]);
const gone = (uri) => until('no problem is left', () => problems(uri).length === 0);

async function open(name = 'train.py') {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(), name));
  await vscode.window.showTextDocument(document);
  if (document.isDirty) {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  return document;
}

async function fixFor(uri, problem) {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, problem.range, kind, 20);
  const fix = actions.find((action) => action.title.includes('zero_grad()'));
  assert.ok(fix?.edit, `offered: ${actions.map((action) => action.title)}`);
  return fix;
}

tests['the extension starts with the first Python file'] = async () => {
  await open();
  await until('it is active', () => vscode.extensions.getExtension('torchwise.torchwise').isActive);
};

tests['one problem, on the step, with source and rule'] = async () => {
  const document = await open();
  const problem = await found(document.uri);
  assert.deepStrictEqual(problems(document.uri).map(code), ['missing-zero-grad']);
  assert.match(document.getText(problem.range), /^optimizer\.step\(\)$/);
  assert.match(problem.message, /`optimizer`/);
};

tests['hover on the problem explains the rule'] = async () => {
  const document = await open();
  const { range } = await found(document.uri);
  const hovers = await until('there is a hover', async () => {
    const got = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, range.start);
    return got.length && got;
  });
  assert.match(hovers.flatMap((hover) => hover.contents.map((part) => part.value ?? part)).join('\n'), /gradients|missing-zero-grad/);
};

tests['the fix is preferred, gives the expected text and clears the problem'] = async () => {
  const document = await open();
  const fix = await fixFor(document.uri, await found(document.uri));
  assert.strictEqual(fix.isPreferred, true);
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  assert.strictEqual(document.getText(), fs.readFileSync(path.join(fixtures, 'train_fixed.py'), 'utf8'));
  await gone(document.uri);
  await vscode.commands.executeCommand('undo');
  await found(document.uri);
  assert.strictEqual(document.isDirty, false);
};

tests['what is missing in one place is shown while a function is typed'] = async () => {
  const document = await open();
  const change = async (edit) => {
    const edits = new vscode.WorkspaceEdit();
    edit(edits);
    assert.ok(await vscode.workspace.applyEdit(edits));
  };
  const end = () => document.lineAt(document.lineCount - 1).range.end;
  // The outline is that of the newest text: when it comes, all edits before it were looked at.
  const lookedAt = () => vscode.commands.executeCommand('torchwise.outline', document.uri.toString());
  const fix = await fixFor(document.uri, await found(document.uri));
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  await change((edits) => edits.insert(document.uri, end(), '\n\ndef other():\n    pass  # '));
  await gone(document.uri);
  await lookedAt();
  const line = [...Array(document.lineCount).keys()].find((at) => document.lineAt(at).text.includes('zero_grad'));
  await change((edits) => edits.delete(document.uri, document.lineAt(line).rangeIncludingLineBreak));
  await lookedAt();
  await until('the problem is shown', async () => {
    await change((edits) => edits.insert(document.uri, end(), 'x'));
    return problems(document.uri).length;
  });
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await until('the file is as it was', () => !document.isDirty);
};

if (process.env.NOTEBOOKS) {
  tests['a problem in a notebook cell, with its fix'] = async () => {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder(), 'train.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    const cell = notebook.getCells().at(-1).document;
    const fix = await fixFor(cell.uri, await found(cell.uri));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(cell.getText(), /optimizer\.zero_grad\(\)/);
    await gone(cell.uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  };
}

tests['an unsaved file is checked'] = async () => {
  const content = fs.readFileSync(path.join(fixtures, 'train.py'), 'utf8');
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document);
  await found(document.uri);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
};

tests['settings reach the running server'] = async () => {
  const document = await open();
  await found(document.uri);
  await withSetting('rules', { 'missing-zero-grad': 'off' }, () => gone(document.uri));
  await found(document.uri);
};

tests['torchwise.enable stops and starts the server'] = async () => {
  const document = await open();
  await found(document.uri);
  await withSetting('enable', false, () => gone(document.uri));
  await found(document.uri);
};

/** Runs the server by a script that notes the process of each start; gives the processes so far to the body. */
async function withCountedServer(body) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'torchwise-'));
  const notes = path.join(scratch, 'starts');
  const script = path.join(scratch, 'counting.py');
  const [program, ...args] = JSON.parse(process.env.TORCHWISE_SERVER);
  fs.writeFileSync(script, [
    'import os, sys',
    'open(sys.argv[1], "a").write("%d\\n" % os.getpid())',
    'os.execvp(sys.argv[2], sys.argv[2:])',
  ].join('\n'));
  const starts = () => (fs.existsSync(notes) ? fs.readFileSync(notes, 'utf8').trim().split('\n').map(Number) : []);
  try {
    await withSetting('path', ['python3', script, notes, program, ...args], () => body(starts));
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

tests['restarts asked for during a restart become one'] = async () => {
  const document = await open();
  await withCountedServer(async (starts) => {
    await until('the counted server runs', () => starts().length === 1);
    await found(document.uri);
    await Promise.all([1, 2, 3, 4, 5].map(() => vscode.commands.executeCommand('torchwise.restart')));
    assert.strictEqual(starts().length, 3, 'five requests at once make one restart and one more behind it');
    await found(document.uri);
  });
  await found(document.uri);
};

tests['a server that is killed is started again'] = async () => {
  const document = await open();
  await withCountedServer(async (starts) => {
    await until('the counted server runs', () => starts().length === 1);
    await found(document.uri);
    process.kill(starts()[0], 'SIGKILL');
    await until('it runs again', () => starts().length === 2);
    await found(document.uri);
    const fix = await until('the new server answers', () => fixFor(document.uri, problems(document.uri)[0]).catch(() => undefined));
    assert.match(fix.title, /zero_grad/);
  });
};

tests['the outline opens beside the file, or a message says that there is none'] = async () => {
  const document = await open();
  await found(document.uri);
  await vscode.commands.executeCommand('torchwise.showOutline');
  if ((await vscode.commands.getCommands(true)).includes('torchwise.outline')) {
    const outline = await until('the outline is open', () =>
      vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'torchwise-outline'));
    assert.match(outline.getText(), /optimizer/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  } else {
    console.log('NOTE the server offers no outline');
  }
};

tests['the log can be shown'] = async () => {
  await vscode.commands.executeCommand('torchwise.showLog');
};

exports.run = async () => {
  let failed = 0;
  for (const [name, body] of Object.entries(tests)) {
    try {
      await body();
      console.log(`PASS extension host: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL extension host: ${name}: failed: ${error.stack ?? error}`);
    }
  }
  assert.strictEqual(failed, 0, `${failed} tests failed`);
};
