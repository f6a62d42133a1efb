// What VS Code calls: the commands, and the moments at which the server has to start anew.
import * as vscode from 'vscode';
import { onDidSelectEnvironment } from './interpreter';
import { createServer, PYTHON, type Server } from './server';
import { createStatus } from './status';

const NEEDS_RESTART = ['enable', 'interpreter', 'importStrategy', 'path'].map((name) => `torchwise.${name}`);
const OUTLINE = 'torchwise-outline';
let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Torchwise');
  const status = createStatus(PYTHON);
  const running = (server = createServer(context.extensionPath, log, status));
  const restart = () => running.restart();
  const outlines = new Outlines();
  context.subscriptions.push(
    log,
    status,
    vscode.commands.registerCommand('torchwise.restart', restart),
    vscode.commands.registerCommand('torchwise.showLog', () => log.show(true)),
    vscode.commands.registerCommand('torchwise.showOutline', () => showOutline(outlines)),
    vscode.workspace.registerTextDocumentContentProvider(OUTLINE, outlines),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (NEEDS_RESTART.some((name) => event.affectsConfiguration(name))) {
        void restart();
      }
    }),
  );
  await restart();
  context.subscriptions.push(await onDidSelectEnvironment(restart));
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** What the server said last about each file; an outline that is open already is shown anew. */
class Outlines implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly texts = new Map<string, string>();
  readonly onDidChange = this.changed.event;

  set(uri: vscode.Uri, text: string): void {
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }
}

async function showOutline(outlines: Outlines): Promise<void> {
  const source = vscode.window.activeTextEditor?.document;
  if (source?.languageId !== 'python') {
    void vscode.window.showInformationMessage('Open a Python file to see its training outline.');
    return;
  }
  // The client library registers each command that the server offers under the same name.
  if (!(await vscode.commands.getCommands(true)).includes('torchwise.outline')) {
    void vscode.window.showInformationMessage('The Torchwise server that runs now offers no training outline.');
    return;
  }
  const text = await vscode.commands.executeCommand<string | null>('torchwise.outline', source.uri.toString());
  const name = `${source.uri.path.split('/').pop()}.outline.txt`;
  const target = vscode.Uri.from({ scheme: OUTLINE, path: `/${name}`, query: source.uri.toString() });
  outlines.set(target, text || 'Nothing in this file trains a model.');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(target), {
    preview: true,
    viewColumn: vscode.ViewColumn.Beside,
  });
}
