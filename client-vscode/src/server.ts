// Starts and stops the language server, one change at a time.
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import { CannotStart, serverCommand } from './interpreter';
import type { Status } from './status';

export const PYTHON = ['file', 'untitled', 'vscode-notebook-cell'].map((scheme) => ({ scheme, language: 'python' }));
const CRASHES_ALLOWED = 4;
const CRASHES_FORGOTTEN_AFTER = 3 * 60_000;

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
      log.appendLine(String(error));
      complain(error instanceof CannotStart ? error.message : 'The Torchwise server could not be started.', status);
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

/** The library announces one failure several times over; here it goes to the log, and the user is told once. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

async function launch(extensionRoot: string, log: vscode.OutputChannel, status: Status): Promise<LanguageClient> {
  const { program, args, env, interpreter } = await serverCommand(extensionRoot);
  log.appendLine(`Starting: ${[program, ...args].join(' ')}`);
  let crashes: number[] = [];
  const client: LanguageClient = new QuietClient(
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
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => {
          const now = Date.now();
          crashes = [...crashes.filter((time) => now - time < CRASHES_FORGOTTEN_AFTER), now];
          const started = client.initializeResult !== undefined;
          if (started && crashes.length > CRASHES_ALLOWED) {
            complain(`The Torchwise server stopped ${crashes.length} times in a short while, and stays stopped.`, status);
          }
          const restart = started && crashes.length <= CRASHES_ALLOWED;
          return { action: restart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
        },
      },
    },
  );
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Starting) {
      status.starting();
    } else if (newState === State.Running) {
      status.running(client.initializeResult?.serverInfo?.version);
    }
  });
  await client.start();
  // If the process ends during the start, the library may give up without an error.
  if (!client.isRunning()) {
    throw new Error('The server ended while it started.');
  }
  return client;
}

function complain(message: string, status: Status): void {
  status.stopped(message);
  void vscode.window.showErrorMessage(message, 'Open Settings', 'Show Log').then((choice) => {
    if (choice === 'Open Settings') {
      void vscode.commands.executeCommand('workbench.action.openSettings', 'torchwise.');
    } else if (choice === 'Show Log') {
      void vscode.commands.executeCommand('torchwise.showLog');
    }
  });
}
