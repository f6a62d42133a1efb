// Runs a test suite inside VS Code's extension host, through the hook that VS Code's own web tests use.
// node vscode-host.mjs ORIGIN FOLDER SUITE EXTENSION...     (EXTENSION: folders of extensions under development)
import { launch } from './chromium.mjs';

const [origin, folder, suite, ...extensions] = process.argv.slice(2);
const remote = (file) => `vscode-remote://${new URL(origin).host}${file}`;
const payload = [
  ...extensions.map((extension) => ['extensionDevelopmentPath', remote(extension)]),
  ['extensionTestsPath', remote(suite)],
];

const browser = await launch();
const page = await browser.newPage();
const exit = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
await page.exposeFunction('codeAutomationLog', (_level, words) => {
  const line = words.join(' ');
  if (/^(PASS|FAIL|NOTE) /.test(line)) {
    console.log(line);
  }
});
await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
const patience = 8 * Number(process.env.PATIENCE || 60) * 1000;
const code = await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, patience, 'no answer').unref())]);
await browser.close();
if (code !== 0) {
  console.log(`FAIL extension host: ${suite}: failed: it ended with ${code}`);
}
process.exit(code === 0 ? 0 : 1);
