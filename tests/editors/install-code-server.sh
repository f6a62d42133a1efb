#!/bin/sh
# Install code-server (VS Code served to a browser) from npm packages alone.
# usage: install-code-server.sh ABSOLUTE_DIR VERSION
# Needs gcc, g++, make, python3, pkg-config, the krb5 headers, ripgrep, Node with its headers.
# A plain `npm install code-server` fails in several ways; the comments name them.
set -eu
directory=$1
version=$2

# Without headers named here node-gyp downloads them; Debian and Ubuntu ship them with Node.
headers=${NODE_HEADERS:-/usr}
[ -f "$headers/include/node/node.h" ] && export npm_config_nodedir="$headers"
# node-pty's post-install calls `npx node-gyp`, which asks before it runs.
export npm_config_yes=true

mkdir -p "$directory"
cd "$directory"
[ -f package.json ] || echo '{"private": true}' > package.json

# Its own postinstall refuses root, so the steps are run one by one.
npm install --no-save --ignore-scripts --no-audit --no-fund "code-server@$version"
npm rebuild argon2

cd node_modules/code-server/lib/vscode
npm install --no-save --ignore-scripts --omit=dev --no-audit --no-fund
# ripgrep's postinstall downloads a binary unless bin/ exists.
mkdir -p node_modules/@vscode/ripgrep/bin
cp "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
npm rebuild
ln -sfn node_modules node_modules.asar
ln -sfn code-linux.sh bin/remote-cli/code-server
ln -sfn browser-linux.sh bin/helpers/browser.sh
(cd extensions && npm install --no-save --ignore-scripts --omit=dev --no-audit --no-fund)

# It writes a settings file on its first run; not into the home folder.
XDG_CONFIG_HOME="$directory" "$directory/node_modules/.bin/code-server" --version
