// A picture of a page in Chromium: node picture.mjs NODE_MODULES CHROMIUM ADDRESS TARGET WIDTH HEIGHT [SELECTOR]

import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, executablePath, address, path, width, height, place] = process.argv.slice(2);
const { chromium } = createRequire(join(modules, "here.js"))("playwright-core");
const quiet = ["quic", "background-networking", "component-update", "sync", "gpu"].map((name) => `--disable-${name}`);
const browser = await chromium.launch({ executablePath, headless: true, args: ["--no-sandbox", "--no-first-run", ...quiet] });
try {
  const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
  await page.goto(address);
  if (place) await page.locator(place).evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path });
} finally {
  await browser.close();
}
