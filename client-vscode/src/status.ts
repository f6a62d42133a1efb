// The entry under the braces in the status bar, which says whether the server runs.
import * as vscode from 'vscode';

export interface Status extends vscode.Disposable {
  starting(): void;
  running(version: string | undefined): void;
  stopped(reason?: string): void;
}

export function createStatus(selector: vscode.DocumentSelector): Status {
  const item = vscode.languages.createLanguageStatusItem('torchwise.status', selector);
  item.name = 'Torchwise';
  item.command = { title: 'Show Log', command: 'torchwise.showLog' };
  const show = (text: string, busy = false, detail?: string, severity = vscode.LanguageStatusSeverity.Information) => {
    Object.assign(item, { text, busy, detail, severity });
  };
  return {
    starting: () => show('Torchwise: starting', true),
    running: (version) => show(version ? `Torchwise ${version}` : 'Torchwise', false, 'running'),
    stopped: (reason) =>
      show('Torchwise: stopped', false, reason, vscode.LanguageStatusSeverity[reason ? 'Error' : 'Information']),
    dispose: () => item.dispose(),
  };
}
