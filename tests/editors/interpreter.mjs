// How the client chooses its Python, tried without an editor: `vscode` is replaced by a few settings.
// node interpreter.mjs     (reports on lines `PASS name` and `FAIL name: failed: reason`)
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const source = fileURLToPath(new URL('../../client-vscode/src/interpreter.ts', import.meta.url));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'torchwise-'));
const write = (name, text, mode) => {
  const file = path.join(scratch, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode });
  return file;
};

let settings = {};
let extensions = {};
const workspace = {
  isTrusted: true,
  workspaceFolders: [{ uri: { fsPath: scratch } }],
  getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise }),
};
globalThis.vscodeOfThisTest = { workspace, extensions: { getExtension: (id) => extensions[id] } };
const stub = write('vscode.js', 'module.exports = globalThis.vscodeOfThisTest;');
const outfile = path.join(scratch, 'interpreter.js');
buildSync({ entryPoints: [source], bundle: true, platform: 'node', format: 'cjs', alias: { vscode: stub }, outfile });
const { serverCommand } = createRequire(import.meta.url)(outfile);

/** A Python that answers the client's question with a version and the modules that it can import. */
const python = (name, version, modules = '') =>
  write(`bin/${name}`, `#!/bin/sh\necho "${version}"\necho "${modules}"\n`, 0o755);
const LIBRARIES = 'libcst jedi pygls';
const installed = python('installed', '3.12', `torchwise ${LIBRARIES}`);
const libraries = python('libraries', '3.11', LIBRARIES);
const bare = python('bare', '3.10');
const old = python('old', '3.9', `torchwise ${LIBRARIES}`);
const oldest = write('bin/oldest', '#!/bin/sh\necho 2.7\necho "ImportError: No module named util" >&2\nexit 1\n', 0o755);

write('empty/package.json', '{}');
write('checkout/server/__main__.py', '');
write('complete/server/__main__.py', '');
write('complete/bundled/libs/libcst/__init__.py', '');
const [empty, checkout, complete] = ['empty', 'checkout', 'complete'].map((name) => path.join(scratch, name));

async function choose(root, given, { trusted = true, selected } = {}) {
  settings = { importStrategy: 'useBundled', ...given };
  workspace.isTrusted = trusted;
  const environments = {
    getActiveEnvironmentPath: () => ({ path: selected }),
    resolveEnvironment: async ({ path }) => ({ executable: { uri: { fsPath: path } } }),
  };
  extensions = selected ? { 'ms-python.python': { activate: async () => ({ environments }) } } : {};
  const { program, args } = await serverCommand(root);
  return [program, ...args].join(' ');
}
const INSTALLED = '-m torchwise server --stdio';
const SHIPPED = '-m server server --stdio';

const tests = {
  'an explicit command is taken as it is': async () => {
    assert.strictEqual(await choose(empty, { path: ['/opt/it', 'server', '--tcp'], interpreter: [old] }), '/opt/it server --tcp');
  },
  'an installed torchwise runs in the interpreter that is set': async () => {
    assert.strictEqual(await choose(checkout, { interpreter: [installed] }), `${installed} ${INSTALLED}`);
  },
  'the workspace folder may be named in the setting': async () => {
    assert.strictEqual(await choose(empty, { interpreter: ['${workspaceFolder}/bin/installed'] }), `${installed} ${INSTALLED}`);
  },
  'the server beside the client runs where torchwise is not installed but its libraries are': async () => {
    assert.strictEqual(await choose(checkout, { interpreter: [libraries] }), `${libraries} ${SHIPPED}`);
  },
  'bundled libraries make any new Python enough, and come first': async () => {
    assert.strictEqual(await choose(complete, { interpreter: [bare] }), `${bare} ${SHIPPED}`);
    assert.strictEqual(await choose(complete, { interpreter: [installed] }), `${installed} ${SHIPPED}`);
  },
  'fromEnvironment prefers what is installed, and still does without it': async () => {
    const importStrategy = 'fromEnvironment';
    assert.strictEqual(await choose(complete, { importStrategy, interpreter: [installed] }), `${installed} ${INSTALLED}`);
    assert.strictEqual(await choose(complete, { importStrategy, interpreter: [bare] }), `${bare} ${SHIPPED}`);
  },
  'bundled libraries are found first by the server': async () => {
    settings = { importStrategy: 'useBundled', interpreter: [bare] };
    const { env } = await serverCommand(complete);
    const folders = env.PYTHONPATH.split(path.delimiter);
    assert.deepStrictEqual(folders.slice(0, 2), [complete, path.join(complete, 'bundled', 'libs')]);
  },
  'an old Python is named with its version, and its torchwise is not run': async () => {
    await assert.rejects(choose(complete, { interpreter: [old] }), /3\.10 or newer, but .*bin\/old is 3\.9/);
    await assert.rejects(choose(complete, { interpreter: [oldest] }), /bin\/oldest is 2\.7/);
  },
  'a Python without torchwise is told how to get it': async () => {
    await assert.rejects(choose(checkout, { interpreter: [bare] }), /bin\/bare has no torchwise .*pip install torchwise/);
  },
  'an interpreter that is set is not replaced by another one': async () => {
    await assert.rejects(choose(complete, { interpreter: ['/nowhere/python'] }, { selected: installed }), (error) => {
      assert.match(error.message, /but \/nowhere\/python cannot be started\.$/);
      return true;
    });
  },
  'the environment selected in the Python extension comes before the path': async () => {
    assert.strictEqual(await choose(empty, {}, { selected: installed }), `${installed} ${INSTALLED}`);
  },
  'the selected environment is not run in a workspace that is not trusted': async () => {
    const before = process.env.PATH;
    process.env.PATH = write('path/python3', `#!/bin/sh\nexec ${installed}\n`, 0o755).replace(/\/python3$/, '');
    try {
      const untrusted = { trusted: false, selected: libraries };
      assert.strictEqual(await choose(checkout, {}, untrusted), `python3 ${INSTALLED}`);
    } finally {
      process.env.PATH = before;
    }
  },
};

for (const [name, body] of Object.entries(tests)) {
  try {
    await body();
    console.log(`PASS interpreter: ${name}`);
  } catch (error) {
    console.log(`FAIL interpreter: ${name}: failed: ${error.stack ?? error}`);
    process.exitCode = 1;
  }
}
fs.rmSync(scratch, { recursive: true });
