// Starts the browser and reports each step on a line of its own: `PASS name` or `FAIL name: failed: reason`.
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: FLAGS });
}

/** Runs one test on a fresh page; a failure leaves a picture behind and lets the next test run. */
export async function test(browser, name, pictures, body) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  page.setDefaultTimeout(Number(process.env.PATIENCE || 60) * 1000);
  try {
    await body(page);
    console.log(`PASS ${name}`);
  } catch (error) {
    await page.screenshot({ path: `${pictures}/failed-${name.replaceAll(/\W+/g, '-')}.png` });
    console.log(`FAIL ${name}: failed: ${error.stack ?? error}`);
    process.exitCode = 1;
  } finally {
    await page.close();
  }
}
