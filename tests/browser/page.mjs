// Opens report pages in a real Chromium: node page.mjs MODULES CHROMIUM SMALL.html LARGE.html
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, executablePath, small, large] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require(`${modules}/playwright-core`);
const axe = readFileSync(`${modules}/axe-core/axe.min.js`, "utf8");

const faults = [];
const check = (holds, fault) => { if (!holds) faults.push(fault); };
const url = (path) => pathToFileURL(path).href;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) faults.push(`request: ${request.url()}`);
  });
  await page.goto(path);
  return page;
}

const shown = (page) => page.locator(".finding:visible").evaluateAll(
  (findings) => findings.map((finding) => finding.dataset.v));
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash.replaceAll("+", " ")));

async function reads_without_script() {
  const page = await open(url(small), { javaScriptEnabled: false });
  const cards = page.locator(".finding");
  const count = await cards.count();
  check(count > 100, `only ${count} findings without script`);
  for (const element of await cards.all()) {
    if (!(await element.isVisible())) faults.push(`hidden without script: ${await element.getAttribute("id")}`);
  }
  check(!(await page.locator("#filter").isVisible()), "filter without script");
  check(!(await page.locator("button.copy").first().isVisible()), "copy button without script");
  await page.context().close();
}

async function filters() {
  const page = await open(url(small));
  const all = await shown(page);
  await page.locator("input[name=v][value=contradict]").check();
  const contradict = all.filter((verdict) => verdict === "contradict");
  check((await shown(page)).join() === contradict.join(), "filter by verdict");
  check((await hash(page)) === "#verdict=contradict", `hash ${await hash(page)}`);
  check((await page.locator("#result").textContent()).startsWith(`${contradict.length} of ${all.length} `), "count is not said");
  const link = page.url();
  await page.locator("button[type=reset]").click();
  await page.waitForFunction((count) => document.querySelectorAll(".finding:not([hidden])").length === count, all.length);
  check(!(await hash(page)), "hash stays after showing all");

  await page.locator("#f-kind").selectOption("duration");
  const kinds = await page.locator(".finding:visible").evaluateAll((findings) => findings.map((it) => it.dataset.t));
  check(kinds.length > 0 && kinds.every((kind) => kind === "duration"), "filter by type");
  await page.locator("#f-kind").selectOption("");

  await page.locator("#f-source").selectOption("meridian-post");
  const other = page.locator(".finding:visible").filter({ hasNotText: "meridian-post" });
  check((await other.count()) === 0 && (await shown(page)).length > 0, "filter by source");
  await page.locator("#f-source").selectOption("");

  await page.locator("#f-text").fill("ISTANBUL meeting");
  const subjects = await page.locator(".finding:visible .subject").allTextContents();
  check(subjects.length > 0 && subjects.every((text) => /istanbul/i.test(text) && /meeting/i.test(text)), "search");
  await page.locator("#f-text").fill("no such words");
  check((await shown(page)).length === 0, "search that fits nothing");
  await page.locator("#f-text").fill("");

  await page.locator("#f-open").check();
  check((await shown(page)).length === all.length - 1, "only unreviewed leaves out one");
  check((await hash(page)) === "#unreviewed=1", "hash of unreviewed");
  await page.locator("#f-open").uncheck();
  await page.locator("#f-new").check();
  check((await shown(page)).length === 1, "only new shows one");
  await page.context().close();

  const again = await open(link);
  check((await shown(again)).join() === contradict.join(), "a link with filters opens filtered");
  const hidden = await again.locator(".finding[hidden]").first().getAttribute("id");
  await again.evaluate((id) => { location.hash = id; }, hidden);
  await again.locator(`#${hidden}`).waitFor({ state: "visible", timeout: 2000 })
    .catch(() => faults.push("a link to a filtered finding shows nothing"));
  await again.context().close();
}

async function links_lead_to_their_finding() {
  const page = await open(url(large));
  const ids = await page.locator(".finding").evaluateAll((findings) => findings.map((it) => it.id));
  await page.context().close();
  for (const options of [{}, { viewport: { width: 390, height: 844 } }]) {
    for (const at of [40, 500, ids.length - 30]) {
      const there = await open(`${url(large)}#${ids[at]}`, options);
      for (const id of [ids[at], ids[at - 20]]) {
        await there.evaluate((id) => { location.hash = id; }, id);
        await there.waitForTimeout(300);
        const top = await there.locator(`[id="${id}"]`).evaluate((it) => it.getBoundingClientRect().top);
        check(top >= -1 && top < 60, `the link to finding ${ids.indexOf(id)} ends ${top} pixels off`);
      }
      await there.context().close();
    }
  }
}

async function keyboard_and_copy() {
  const page = await open(url(small), { permissions: ["clipboard-read", "clipboard-write"] });
  await page.keyboard.press("Tab");
  check((await page.evaluate(() => document.activeElement.className)) === "skip", "skip link is not first");
  const box = page.locator("input[name=v]").first();
  await box.focus();
  await page.keyboard.press("Space");
  check(await box.isChecked(), "filter by keyboard");
  await page.locator("button[type=reset]").focus();
  await page.keyboard.press("Enter");
  const button = page.locator("button.copy").first();
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("result").textContent.includes("Citation"));
  check((await page.locator("#result").textContent()) === "Citation copied", "the citation is not copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied === (await page.locator(".citation").first().textContent()), `copied: ${copied}`);
  await page.context().close();
}

async function accessible() {
  for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    const page = await open(url(small), options);
    for (const details of await page.locator("details").all()) await details.evaluate((it) => { it.open = true; });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wide <= 0, `${wide} pixels too wide at ${JSON.stringify(options)}`);
    await page.evaluate(() => document.head.append(Object.assign(document.createElement("style"), { textContent: ".card{content-visibility:visible!important}" })));
    // The page's own policy forbids scripts of others, axe included.
    const client = await page.context().newCDPSession(page);
    const { result } = await client.send("Runtime.evaluate", {
      expression: `${axe};axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((it) => JSON.stringify(it.violations.map((fault) => [fault.impact, fault.id, fault.nodes.length, fault.nodes[0].html.slice(0, 200), fault.nodes[0].failureSummary])))`,
      awaitPromise: true,
      returnByValue: true,
    });
    for (const fault of JSON.parse(result.value)) faults.push(`axe ${JSON.stringify(options)}: ${fault.join(" | ")}`);
    await page.context().close();
  }
}

async function loads_in_time() {
  const times = [];
  for (let run = 0; run < 3; run += 1) {
    const page = await open(url(large));
    times.push(await page.evaluate(() => performance.getEntriesByType("navigation")[0].domComplete));
    if (run === 0) check((await page.locator(".finding").count()) === 1000, "a thousand findings");
    await page.context().close();
  }
  const time = Math.round(Math.min(...times));
  console.log(`1000 findings load in ${time} ms`);
  // Under a second on an idle machine; the bound leaves room for a busy one.
  check(time < 3000, `1000 findings take ${time} ms`);
}

for (const part of [reads_without_script, filters, links_lead_to_their_finding, keyboard_and_copy, accessible, loads_in_time]) {
  await part().catch((error) => faults.push(`${part.name}: ${error.message}`));
}
await browser.close();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length ? 1 : 0;
