// Opens pages in Chromium, on a phone and on a desktop: node browser.mjs NODE_MODULES CHROMIUM ADDRESS...
// Prints JSON: address -> {"axe-core": [problem], "page": [problem]}.

import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, chromiumPath, ...addresses] = process.argv.slice(2);
const require = createRequire(join(modules, "here.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const QUIET = ["quic", "background-networking", "component-update", "sync", "gpu"].map((name) => `--disable-${name}`);
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const DARK = { ...DESKTOP, colorScheme: "dark" };

const browser = await chromium.launch({
  executablePath: chromiumPath,
  headless: true,
  args: ["--no-sandbox", "--no-first-run", ...QUIET],
});
const told = {};
try {
  for (const address of addresses) {
    const screens = [onScreen("phone", PHONE, address, [tables, skipLink]), onScreen("desktop", DESKTOP, address, [links, skipLink])];
    const dark = readFileSync(fileURLToPath(address), "utf8").includes("prefers-color-scheme");
    if (dark) screens.push(onScreen("dark", DARK, address, []));
    const found = await Promise.all(screens);
    told[address] = { "axe-core": found.flatMap((one) => one.violations), page: found.flatMap((one) => one.problems) };
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(told));

// Opens the page on a screen. What is wrong at once, what each look says, then what axe-core says with everything unfolded.
async function onScreen(screen, options, address, looks) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems = new Set();
  const problem = (text) => problems.add(`${screen}: ${text.replace(/\s+/g, " ")}`);
  page.on("console", (message) => message.type() === "error" && problem(`console: ${message.text()}`));
  page.on("pageerror", (error) => problem(`script: ${error.message}`));
  await context.route("**/*", (route) => {
    const asked = route.request().url();
    if (asked.split("#")[0] === address || asked.startsWith("data:")) return route.continue();
    problem(`it loads ${asked}`);
    return route.abort();
  });
  await page.goto(address);
  await width(page, problem);
  for (const look of looks) {
    await look(page, problem);
    await page.goto("about:blank"); // the next begins as if nothing had been pressed
    await page.goto(address);
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await width(page, problem);
  const found = await violations(page);
  await context.close();
  return { problems: [...problems], violations: found.map((violation) => `${screen}: ${violation}`) };
}

async function width(page, problem) {
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  const screen = page.viewportSize().width;
  if (wide > screen) problem(`the page is ${wide} wide on a screen of ${screen}`);
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), TAGS);
  const line = ({ id, impact, help, nodes }) => `${id} (${impact}, ${nodes.length}) ${help} – ${nodes[0].target.join(" ")}`;
  return found.violations.map(line);
}

// The first Tab reaches a link that can be seen then; Enter and the next Tab lead into the main part.
async function skipLink(page, problem) {
  await page.keyboard.press("Tab");
  const link = await page.evaluate(() => {
    const focused = document.activeElement;
    const href = focused?.getAttribute("href") ?? "";
    const { left, top, right, bottom, width, height } = focused.getBoundingClientRect();
    const seen = width > 1 && height > 1 && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    const target = href.length > 1 && href.startsWith("#") ? document.getElementById(href.slice(1)) : null;
    return { skips: target !== null && target.closest("main") !== null, seen, tag: focused.outerHTML.slice(0, 80) };
  });
  if (!link.skips) return problem(`the first Tab reaches no link to the main part: ${link.tag}`);
  if (!link.seen) problem("the skip link cannot be seen when it has the focus");
  await page.keyboard.press("Enter");
  const target = await page.evaluate(() => document.querySelector(":target")?.closest("main") !== null && location.hash);
  if (!target) return problem("Enter on the skip link does not lead to the main part");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => {
    const main = document.querySelector("main");
    const can = main.querySelector("a[href], button, input, select, textarea, summary, [tabindex='0']");
    return !can || main.contains(document.activeElement);
  });
  if (!inside) problem("after the skip link Tab does not go on in the main part");
}

// A table that is wider than the phone lies in a region that has a name and is scrolled with the keyboard.
async function tables(page, problem) {
  const found = await page.evaluate(() => {
    const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const name = (element) => element.getAttribute("aria-label") || element.getAttribute("aria-labelledby");
    const problems = [];
    for (const [number, table] of document.querySelectorAll("table").entries()) {
      const what = `table ${number + 1} (${(table.caption ?? table).textContent.trim().replace(/\s+/g, " ").slice(0, 40)})`;
      let region = table;
      while (region && !scrolls(region)) region = region.parentElement;
      if (!region) {
        if (table.getBoundingClientRect().right > innerWidth + 1) problems.push(`${what} does not fit and cannot be scrolled`);
        continue;
      }
      if (region.scrollWidth <= region.clientWidth) continue;
      if (region.tabIndex < 0) problems.push(`${what} is scrolled by what cannot get the focus`);
      const role = region.getAttribute("role") ?? region.tagName.toLowerCase();
      if (!/^(region|group|section)$/.test(role) || !name(region)) problems.push(`${what} is scrolled by what is no named region`);
    }
    return problems;
  });
  found.forEach(problem);
  const region = await page.evaluateHandle(() => {
    const can = (element) => element.tabIndex >= 0 && element.scrollWidth > element.clientWidth + 1;
    return [...document.querySelectorAll("[tabindex]")].find((element) => can(element) && element.querySelector("table"));
  });
  const element = region.asElement();
  if (!element) return;
  await element.focus();
  await page.keyboard.press("ArrowRight");
  const moved = page.waitForFunction((scrolled) => scrolled.scrollLeft > 0, element, { timeout: 15000 });
  await moved.catch(() => problem("the first wide table is not scrolled by the right arrow key"));
}

// Links within the page and to files beside it lead somewhere.
async function links(page, problem) {
  const address = page.url();
  const found = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
  for (const href of new Set(found)) {
    const [path, fragment] = href.split("#");
    if (!path.startsWith("file:")) continue;
    if (!existsSync(fileURLToPath(path))) problem(`there is no ${path}`);
    else if (fragment && path === address) {
      const id = decodeURIComponent(fragment);
      if (!(await page.evaluate((id) => document.getElementById(id) !== null, id))) problem(`there is no #${id}`);
    }
  }
}
