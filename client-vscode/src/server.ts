// Starts and stops the language server, one change at a time.
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import { CannotStart, serverCommand } from './interpreter';
import type { Status } from './status';

export const PYTHON = ['file', 'untitled', 'vscode-notebook-cell'].map((scheme) => ({ scheme, language: 'python' }));

export interface Server {
  /** Stops what runs and starts anew; a call during a restart asks for one more, however many calls there are. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function createServer(extensionRoot: string, log: vscode.OutputChannel, status: Status): Server {
  let client: LanguageClient | undefined;
  let working: Promise<void> | undefined;
  let again = false;

  async function stop(): Promise<void> {
    const old = client;
    client = undefined;
    await old?.dispose().catch((error) => log.appendLine(`The server did not stop in order: ${error}`));
    status.stopped();
  }

  async function start(): Promise<void> {
    if (!vscode.workspace.getConfiguration('torchwise').get('enable', true)) {
      return;
    }
    status.starting();
    try {
      client = await launch(extensionRoot, log, status);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.appendLine(reason);
      status.stopped(reason);
      void complain(error instanceof CannotStart ? reason : `Torchwise could not start its server: ${reason}`);
    }
  }

  async function work(): Promise<void> {
    do {
      again = false;
      await stop();
      await start();
    } while (again);
  }

  return {
    restart() {
      again = working !== undefined;
      working ??= work().finally(() => (working = undefined));
      return working;
    },
    stop,
  };
}

async function launch(extensionRoot: string, log: vscode.OutputChannel, status: Status): Promise<LanguageClient> {
  const { program, args, env, interpreter } = await serverCommand(extensionRoot);
  log.appendLine(`Starting: ${[program, ...args].join(' ')}`);
  const client = new LanguageClient(
    'torchwise',
    'Torchwise',
    { command: program, args, options: { cwd: extensionRoot, env } },
    {
      documentSelector: PYTHON,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { configurationSection: 'torchwise' },
      initializationOptions: {
        settings: vscode.workspace.getConfiguration('torchwise'),
        interpreter,
        trusted: vscode.workspace.isTrusted,
      },
    },
  );
  client.onDidChangeState(({ newState }) => {
    switch (newState) {
      case State.Starting:
        return status.starting();
      case State.Running:
        return status.running(client.initializeResult?.serverInfo?.version);
      case State.Stopped:
        return status.stopped('The server stopped; the log says why.');
    }
  });
  await client.start();
  return client;
}

async function complain(message: string): Promise<void> {
  const choice = await vscode.window.showErrorMessage(message, 'Open Settings', 'Show Log');
  if (choice === 'Open Settings') {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'torchwise.interpreter');
  } else if (choice === 'Show Log') {
    await vscode.commands.executeCommand('torchwise.showLog');
  }
}
