// What a person sees and does in VS Code.
// node vscode.mjs ORIGIN WORKSPACES PICTURES     (WORKSPACES holds train/, notebook/, no-python/ and broken-server/)
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { launch, test } from './chromium.mjs';

const [origin, workspaces, pictures] = process.argv.slice(2);
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const SQUIGGLE = '.squiggly-error, .squiggly-warning';
const FIX = /zero_grad\(\)/;

async function open(page, folder, file) {
  await page.goto(`${origin}/?folder=${encodeURIComponent(path.join(workspaces, folder))}`);
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).waitFor();
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill(file);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Opens the problems, goes to the one about gradients, and applies the fix that stands first in the menu. */
async function fix(page, focusEditor, picture) {
  await page.keyboard.press('Control+Shift+M');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'missing-zero-grad' }).first();
  await problem.waitFor();
  assert.match(await problem.innerText(), /torchwise/i);
  await problem.dblclick();
  await focusEditor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+.');
  const rows = page.locator('.action-widget .monaco-list-row.action');
  await rows.filter({ hasText: FIX }).first().waitFor();
  assert.match(await rows.first().innerText(), FIX, 'the fix stands first in the menu');
  await page.locator('.action-widget .monaco-list-row.focused', { hasText: FIX }).waitFor();
  await page.screenshot({ path: `${pictures}/${picture}.png` });
  await page.keyboard.press('Enter');
  // VS Code shows spaces as no-break spaces.
  await page.locator('.view-line', { hasText: /optimizer\.zero_grad\(\)/ }).first().waitFor();
  await page.locator(SQUIGGLE).first().waitFor({ state: 'detached' });
}

async function saved(page, file, expected) {
  await page.keyboard.press('Control+S');
  await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  for (let tries = 0; tries < 100 && fs.readFileSync(file, 'utf8') !== expected; tries++) {
    await page.waitForTimeout(50);
  }
  assert.strictEqual(fs.readFileSync(file, 'utf8'), expected);
}

const browser = await launch();

await test(browser, 'VS Code: squiggle, menu, fix, save', pictures, async (page) => {
  await open(page, 'train', 'train.py');
  await page.keyboard.press('Control+B');
  await page.locator(SQUIGGLE).first().waitFor();
  await page.screenshot({ path: `${pictures}/vscode-squiggle.png` });
  await fix(page, () => page.keyboard.press('Control+1'), 'vscode-menu');
  const expected = fs.readFileSync(path.join(here, 'fixtures', 'train_fixed.py'), 'utf8');
  await saved(page, path.join(workspaces, 'train', 'train.py'), expected);
  await page.screenshot({ path: `${pictures}/vscode-fixed.png` });
});

// Until the server offers notebooks, each cell would be a document of its own, and silent.
if (process.env.NOTEBOOKS) {
  await test(browser, 'VS Code: squiggle and fix in a notebook cell', pictures, async (page) => {
    await open(page, 'notebook', 'train.ipynb');
    await page.locator('.notebookOverlay').locator(SQUIGGLE).first().waitFor();
    await fix(page, () => page.locator('.notebookOverlay .monaco-editor.focused').waitFor(), 'vscode-notebook');
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    const cells = JSON.parse(fs.readFileSync(path.join(workspaces, 'notebook', 'train.ipynb'), 'utf8')).cells;
    assert.ok(cells.at(-1).source.join('').includes('        optimizer.zero_grad()\n        loss.backward()'));
  });
}

/** Waits for the message, holds that it is the only one about Torchwise, and follows its button to the log. */
async function onlyMessage(page, message, logged, picture) {
  const toasts = page.locator('.notification-toast');
  await toasts.filter({ hasText: message }).waitFor();
  assert.strictEqual(await toasts.filter({ hasText: /torchwise/i }).count(), 1);
  await page.screenshot({ path: `${pictures}/${picture}.png` });
  await toasts.getByText('Show Log').click();
  await page.locator('.panel .monaco-editor', { hasText: logged }).first().waitFor();
}

await test(browser, 'VS Code: one message when no Python can run the server', pictures, async (page) => {
  await open(page, 'no-python', 'train.py');
  const message = /Torchwise needs Python 3\.10 or newer, but \/nowhere\/python cannot be started/;
  await onlyMessage(page, message, 'nowhere/python', 'vscode-no-python');
});

await test(browser, 'VS Code: one message when the server ends while it starts', pictures, async (page) => {
  await open(page, 'broken-server', 'train.py');
  await onlyMessage(page, 'The Torchwise server could not be started', /broken\son\spurpose/, 'vscode-broken-server');
});

await browser.close();
