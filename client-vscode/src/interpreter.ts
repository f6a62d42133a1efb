// Finds a Python that can run the server, and the command that runs it there.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

export interface Command {
  readonly program: string;
  readonly args: string[];
  readonly env: NodeJS.ProcessEnv;
  /** The Python whose packages the user's code sees; the server asks it nothing in an untrusted workspace. */
  readonly interpreter?: string[];
}

/** Names what stands in the way, in words for the user. */
export class CannotStart extends Error {}

// Old syntax throughout, so that an old Python reports its version instead of a syntax error.
const PROBE = `import sys
sys.stdout.write("%d.%d\\n" % sys.version_info[:2])
from importlib.util import find_spec
sys.stdout.write(" ".join([name for name in ("torchwise", "libcst", "jedi", "pygls") if find_spec(name)]))`;
const LIBRARIES = ['libcst', 'jedi', 'pygls'];

export async function serverCommand(extensionRoot: string): Promise<Command> {
  const explicit = setting('path');
  if (explicit.length) {
    return { program: explicit[0]!, args: explicit.slice(1), env: process.env };
  }
  const set = setting('interpreter');
  const candidates = set.length ? [set] : await found();
  const complaints: string[] = [];
  for (const python of candidates) {
    const answer = await probe(python, extensionRoot);
    const command = answer && commandFor(python, answer, extensionRoot);
    if (command && typeof command !== 'string') {
      return command;
    }
    complaints.push(`${python.join(' ')} ${command ?? 'cannot be started'}`);
  }
  throw new CannotStart(`Torchwise needs Python 3.10 or newer, but ${complaints.join('; ')}.`);
}

/** The command for this Python, or the words that say what it lacks. */
function commandFor(python: string[], answer: string, extensionRoot: string): Command | string {
  const [version = '', modules = ''] = answer.split(/\r?\n/);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 10)) {
    return `is ${version}`;
  }
  const has = (name: string) => modules.split(' ').includes(name);
  const libraries = path.join(extensionRoot, 'bundled', 'libs');
  const bundled = fs.existsSync(libraries);
  const shipped = fs.existsSync(path.join(extensionRoot, 'server', '__main__.py'));
  const preferOwn = vscode.workspace.getConfiguration('torchwise').get('importStrategy') === 'useBundled' && bundled;
  const [program, ...before] = python as [string, ...string[]];
  if (has('torchwise') && !(preferOwn && shipped)) {
    return { program, args: [...before, '-m', 'torchwise', 'server', '--stdio'], env: process.env, interpreter: python };
  }
  if (shipped && (bundled || LIBRARIES.every(has))) {
    const folders = [extensionRoot, ...(bundled ? [libraries] : []), process.env.PYTHONPATH ?? ''].filter(Boolean);
    const env = { ...process.env, PYTHONPATH: folders.join(path.delimiter) };
    return { program, args: [...before, '-m', 'server', 'server', '--stdio'], env, interpreter: python };
  }
  return 'has no torchwise (install it with "pip install torchwise")';
}

// The working folder is the extension's, because Python imports from it first: the user's files must not run.
function probe(python: string[], folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const args = [...python.slice(1), '-c', PROBE];
    execFile(python[0]!, args, { cwd: folder, timeout: 20_000 }, (_error, stdout) => resolve(stdout.trim() || undefined));
  });
}

async function found(): Promise<string[][]> {
  const selected = vscode.workspace.isTrusted ? await selectedEnvironment() : undefined;
  return [...(selected ? [selected] : []), ['python3'], ['python']];
}

function setting(name: string): string[] {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const words = vscode.workspace.getConfiguration('torchwise').get<string[]>(name, []);
  return words.map((word) => word.replaceAll('${workspaceFolder}', folder));
}

// The parts used here of the interfaces that the two Python extensions export; neither has to be installed.
interface PythonEnvironments {
  getEnvironment(scope: vscode.Uri | undefined): Promise<{ execInfo: { run: { executable: string; args?: string[] } } } | undefined>;
  onDidChangeEnvironment: vscode.Event<unknown>;
}
interface PythonExtension {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function exported<T>(id: string): Promise<T | undefined> {
  try {
    return await vscode.extensions.getExtension<T>(id)?.activate();
  } catch {
    return undefined;
  }
}
const environmentsExtension = () => exported<PythonEnvironments>('ms-python.vscode-python-envs');
const pythonExtension = () => exported<PythonExtension>('ms-python.python');

async function selectedEnvironment(): Promise<string[] | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const run = (await (await environmentsExtension())?.getEnvironment?.(folder))?.execInfo.run;
  if (run) {
    return [run.executable, ...(run.args ?? [])];
  }
  const environments = (await pythonExtension())?.environments;
  const resolved = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
  return resolved?.executable.uri && [resolved.executable.uri.fsPath];
}

/** Calls back whenever the user selects another environment in one of the Python extensions. */
export async function onDidSelectEnvironment(callback: () => void): Promise<vscode.Disposable> {
  const events = [
    (await environmentsExtension())?.onDidChangeEnvironment,
    (await pythonExtension())?.environments?.onDidChangeActiveEnvironmentPath,
  ];
  return vscode.Disposable.from(...events.filter((event) => event !== undefined).map((event) => event(callback)));
}
