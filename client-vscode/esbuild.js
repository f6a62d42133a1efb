// Bundles the client and its library into the one file that the manifest names as `main`.
// node client-vscode/esbuild.js [--production] [--watch]
'use strict';
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');

const options = {
  entryPoints: [path.join(__dirname, 'src', 'extension.ts')],
  outfile: path.join(__dirname, 'dist', 'extension.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node18',
  external: ['vscode'],
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
};

async function main() {
  if (process.argv.includes('--watch')) {
    await (await esbuild.context(options)).watch();
  } else {
    await esbuild.build(options);
  }
}

main().catch(() => process.exit(1));
