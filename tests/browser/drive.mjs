// Drives a whole visit in a real browser: tablet and phone, network cut in the middle, photos, reload without network,
// the server killed during a save, two devices on one file; and looks for faults of accessibility on every page.
//
//   node drive.mjs [--program PATH] [--shots FOLDER] [--chromium PATH]
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, usual) => {
  const at = process.argv.indexOf("--" + name);
  return at < 0 ? usual : process.argv[at + 1];
};
const program = option("program", join(here, "../../target/debug/befaring"));
const shots = option("shots", "");
const browserPath = option("chromium", ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const fixtures = join(here, "../../fixtures/projects");
const folder = mkdtempSync(join(tmpdir(), "befaring-drive-"));
for (const name of ["analyseeksempel", "rekke"]) cpSync(join(fixtures, name), join(folder, name), { recursive: true });
if (shots) mkdirSync(shots, { recursive: true });

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const TABLET = { viewport: { width: 820, height: 1180 }, deviceScaleFactor: 1, hasTouch: true };
const WIDE = { viewport: { width: 1180, height: 820 }, deviceScaleFactor: 1, hasTouch: true };
const DESK = { viewport: { width: 1280, height: 900 } };
const DEAD = 1500;

// ---- the server

let server = null;
let port = 0;
async function start() {
  server = spawn(program, ["serve", folder, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  const line = await new Promise((yes, no) => {
    let text = "";
    server.stderr.on("data", (data) => { text += data; if (/http:\/\/\S+\//.test(text)) yes(text); });
    server.on("exit", () => no(new Error("the server ended: " + text)));
  });
  port = Number(/:(\d+)\//.exec(line)[1]);
}
const kill = () => new Promise((yes) => { server.removeAllListeners("exit"); server.on("exit", yes); server.kill("SIGKILL"); });
const base = () => "http://localhost:" + port;

// ---- telling

let failed = 0;
const open = [];
async function check(name, work) {
  try { await work(); console.log("ok    " + name); }
  catch (fault) { failed++; for (const p of open) console.log("      on the page: " + await p.locator("#status").textContent({ timeout: 500 }).catch(() => "")); console.log("FAIL  " + name + "\n      " + String(fault.stack || fault).split("\n").slice(0, 6).join("\n      ")); }
}
const shot = async (page, name, full = false) => { if (shots) await page.screenshot({ path: join(shots, name + ".png"), fullPage: full }); };

async function sound(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    // Experimental; it takes the title of a mark on the plan for text that is seen.
    rules: { "label-content-name-mismatch": { enabled: false } },
  }));
  const told = violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120) + " " + n.failureSummary.slice(0, 160)).join(" | "));
  assert.deepEqual(told, [], name);
}

// Everything that is pressed is at least 44 px high and wide, or a link in running text.
async function largeEnough(page) {
  const small = await page.evaluate(() => Array.from(document.querySelectorAll("button, a, input, select, summary, textarea"))
    .filter((n) => n.checkVisibility() && !n.classList.contains("skip") && !n.closest("svg") && !n.closest(".hidden") && !(n.classList.contains("hidden")))
    .map((n) => [n.getBoundingClientRect(), n])
    .filter(([b]) => b.width > 1 && (b.height < 44 || b.width < 44))
    .map(([b, n]) => n.outerHTML.slice(0, 90) + " " + Math.round(b.width) + "×" + Math.round(b.height)));
  assert.deepEqual(small, []);
}

async function noSideways(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, "the page is " + wide + " px too wide");
}

const status = (page, text) => page.waitForFunction((t) => document.querySelector("#status")?.textContent.includes(t), text, { timeout: 20000 });
const file = () => readFileSync(visitFile, "utf8");
const saved = (page) => status(page, "Alt er lagret");
let visitFile = "";

// Brought to the middle first: the tabs lie over what is at the foot.
async function answer(radio) {
  await radio.evaluate((n) => n.scrollIntoView({ block: "center", behavior: "instant" }));
  await radio.check({ force: true });
}

// A picture a camera could have taken.
const picture = (page, colour) => page.evaluate(async (colour) => {
  const canvas = new OffscreenCanvas(1200, 900);
  const c = canvas.getContext("2d");
  c.fillStyle = colour; c.fillRect(0, 0, 1200, 900);
  c.fillStyle = "#fff"; c.fillRect(300, 250, 250, 650);
  c.fillStyle = "#333"; c.beginPath(); c.arc(510, 600, 22, 0, 7); c.fill();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}, colour).then((bytes) => ({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: Buffer.from(bytes) }));

async function shoot(page, press, ...files) {
  const chooser = page.waitForEvent("filechooser");
  await press();
  await (await chooser).setFiles(files);
}

// ----

await start();
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
const faults = [];
async function device(kind, dark) {
  const context = await browser.newContext({ ...kind, colorScheme: dark ? "dark" : "light", locale: "nb-NO" });
  const page = await context.newPage();
  open.push(page);
  page.on("pageerror", (e) => faults.push(String(e)));
  page.on("console", (m) => { if (m.type() === "error" && !/ERR_INTERNET|ERR_CONNECTION|Failed to load resource|occurred when fetching the script/.test(m.text())) faults.push(m.text()); });
  return { context, page };
}

try {
  const desk = await device(DESK);
  await check("the projects stand with their outcome", async () => {
    await desk.page.goto(base() + "/");
    await desk.page.waitForFunction(() => document.querySelectorAll(".card[data-state=ready]").length === 2, null, { timeout: 120000 });
    await shot(desk.page, "home", true);
    await sound(desk.page, "home");
  });
  await check("a description that is dropped becomes a project", async () => {
    const text = readFileSync(join(fixtures, "skisse/skisse.bolig"));
    await desk.page.setInputFiles(".drop input", { name: "skisse.bolig", mimeType: "text/plain", buffer: text });
    await desk.page.waitForURL("**/p/skisse/");
    await desk.page.waitForSelector(".outcome", { timeout: 60000 });
    assert.deepEqual(readFileSync(join(folder, "skisse/skisse.bolig")), text);
  });
  await check("a new edition of a file replaces the old one when one says yes, and the old one is kept", async () => {
    const text = readFileSync(join(folder, "skisse/skisse.bolig"), "utf8");
    await desk.page.goto(base() + "/p/skisse/");
    await desk.page.waitForSelector(".outcome", { timeout: 60000 });
    const send = () => desk.page.setInputFiles(".drop input", { name: "skisse.bolig", mimeType: "text/plain", buffer: Buffer.from(text + "\n") });
    desk.page.once("dialog", (asked) => { assert.match(asked.message(), /Erstatte den\?/); asked.dismiss(); });
    await send();
    await desk.page.waitForSelector(".message.bad");
    assert.equal(readFileSync(join(folder, "skisse/skisse.bolig"), "utf8"), text);
    desk.page.once("dialog", (asked) => asked.accept());
    await Promise.all([desk.page.waitForEvent("load"), send()]);
    await desk.page.waitForSelector(".outcome", { timeout: 60000 });
    assert.equal(readFileSync(join(folder, "skisse/skisse.bolig"), "utf8"), text + "\n");
    assert.equal(readFileSync(join(folder, "skisse/.tidligere/skisse-1.bolig"), "utf8"), text);
  });
  await check("a file that is none of ours is refused in words", async () => {
    await desk.page.setInputFiles(".drop input", { name: "x.ifc", mimeType: "text/plain", buffer: Buffer.from("<html>") });
    await desk.page.waitForSelector(".message.bad");
    assert.match(await desk.page.textContent(".drop .message"), /ikke det endelsen sier/);
  });
  await check("a file on its way can be stopped, and nothing is left of it", async () => {
    const slow = await desk.page.context().newCDPSession(desk.page);
    await slow.send("Network.enable");
    await slow.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 400000 });
    await desk.page.goto(base() + "/");
    await desk.page.setInputFiles(".drop input", { name: "stor.ifc", mimeType: "text/plain", buffer: Buffer.concat([Buffer.from("ISO-10303-21;"), Buffer.alloc(9 << 20, 32)]) });
    await desk.page.waitForFunction(() => document.querySelector(".drop progress").value > 0, null, { timeout: 20000 });
    await shot(desk.page, "upload", true);
    await desk.page.click(".drop .stop");
    await desk.page.waitForSelector(".message.bad");
    assert.match(await desk.page.textContent(".drop .message"), /Avbrutt; ingenting er lagret av stor.ifc/);
    await slow.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await slow.detach();
    assert.ok(!existsSync(join(folder, "stor")));
    for (let n = 0; n < 50 && readdirSync(folder).some((f) => f.startsWith(".opplasting")); n++) await desk.page.waitForTimeout(100);
    assert.deepEqual(readdirSync(folder).filter((f) => f.startsWith(".opplasting")), []);
  });
  await check("a project of several dwellings asks which one is visited", async () => {
    await desk.page.goto(base() + "/p/rekke/");
    await desk.page.waitForSelector("[name=dwelling]", { timeout: 60000 });
    await desk.page.fill("[name=date]", "2026-03-12");
    await desk.page.selectOption("[name=dwelling]", { index: 1 });
    await shot(desk.page, "project-rekke", true);
    await desk.page.click(".new-visit button");
    await desk.page.waitForURL("**/b/besok-2026-03-12/");
    await saved(desk.page);
    assert.match(await desk.page.textContent(".scope"), /Svarene sier ingenting om de andre/);
    await shot(desk.page, "visit-desk");
    await sound(desk.page, "visit on a desk");
  });
  await check("a project shows its outcome, outputs and visits", async () => {
    await desk.page.goto(base() + "/p/analyseeksempel/");
    await desk.page.waitForSelector(".outcome");
    await shot(desk.page, "project", true);
    await sound(desk.page, "project");
    for (const part of ["rapport", "egnethet", "fravik"]) {
      const answer = await desk.page.goto(base() + "/p/analyseeksempel/" + part);
      assert.equal(answer.status(), 200, part);
      await sound(desk.page, part);
      if (part === "rapport") await shot(desk.page, "report");
    }
    const answer = await desk.page.goto(base() + "/tilbud?p=analyseeksempel&p=rekke");
    assert.equal(answer.status(), 200);
    await sound(desk.page, "bids");
  });
  await check("every page of the manager is sound on a phone in the dark, in both languages", async () => {
    const { context, page: small } = await device(PHONE, true);
    for (const lang of ["nb", "en"]) {
      await small.goto(base() + "/sprak/" + lang + "?til=/");
      for (const [name, path] of [["home", "/"], ["project", "/p/rekke/"], ["report", "/p/rekke/rapport"], ["suitability", "/p/rekke/egnethet"],
        ["departures", "/p/rekke/fravik"], ["bids", "/tilbud?p=analyseeksempel&p=rekke"], ["nothing", "/p/finnes-ikke/"]]) {
        await small.goto(base() + path);
        if (path.startsWith("/p/rekke/")) await small.waitForFunction(() => !document.querySelector("[data-waiting]"), null, { timeout: 60000 });
        await shot(small, "small-" + lang + "-" + name);
        await noSideways(small);
        await sound(small, name + " " + lang);
      }
    }
    open.splice(open.indexOf(small), 1);
    await context.close();
  });
  await check("every download of a project is handed out", async () => {
    await desk.page.goto(base() + "/p/rekke/");
    const formats = await desk.page.locator(".downloads a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.ok(formats.length > 10);
    for (const at of formats) {
      const answer = await desk.page.request.get(base() + at, { timeout: 60000 });
      assert.equal(answer.status(), 200, at);
      assert.ok((await answer.body()).length > 100, at);
    }
  });
  await check("a visit is made from what the drawings could not settle", async () => {
    await desk.page.goto(base() + "/p/analyseeksempel/");
    await desk.page.fill("[name=place]", "Eksempelveien 12, A101");
    await desk.page.fill("[name=date]", "2026-03-12");
    await desk.page.click(".new-visit button");
    await desk.page.waitForURL("**/b/besok-2026-03-12/");
    visitFile = join(folder, "analyseeksempel/besok-2026-03-12/befaring.visit.toml");
    assert.match(file(), /place = "Eksempelveien 12, A101"/);
  });
  const address = base() + "/p/analyseeksempel/b/besok-2026-03-12/";

  const { context: tablet, page } = await device(TABLET);
  const point = (n) => page.locator("#sjekkliste .point").nth(n);
  const ids = [];
  await check("the tablet opens the visit and is ready for no network", async () => {
    await page.goto(address);
    await saved(page);
    await page.waitForSelector("body[data-offline=ready]", { timeout: 20000 });
    for (let n = 0; n < 8; n++) ids.push(await point(n).getAttribute("data-id"));
    await shot(page, "tablet-list");
    await sound(page, "tablet");
    await largeEnough(page);
  });
  await check("an answer is on the server's disk at once", async () => {
    await answer(point(0).locator("input[value=positive]"));
    await saved(page);
    assert.match(file(), /seen = "positive"/);
  });

  await tablet.setOffline(true);
  await check("without network answers, words and measures are kept", async () => {
    await answer(point(1).locator("input[value=negative]"));
    await point(1).locator("textarea[data-field=text]").fill("kulørsterk rød farge på fasade – rødt kan oppleves som aggressivt");
    await answer(point(2).locator("input[value=remark]"));
    await answer(point(3).locator("input[value=not_seen]"));
    await status(page, "uten nett");
    assert.doesNotMatch(file(), /kulørsterk/);
  });
  await check("without network photos are taken, with and without a place", async () => {
    await shoot(page, () => point(1).locator("[data-act=camera]").click(), await picture(page, "#8a3b2f"));
    await point(1).locator(".thumb").waitFor();
    await page.click(".tabs [data-tab=plan]");
    await page.click("#new-photo");
    const paper = await page.locator(".sheet:not([hidden]) .paper").boundingBox();
    const [x, y] = [paper.x + paper.width * 0.3, paper.y + paper.height * 0.3];
    await shoot(page, async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y, { steps: 4 });
      await page.mouse.up();
    }, await picture(page, "#2f6b8a"));
    await page.locator(".pin.photo").waitFor();
    await page.click("#new-mark");
    await page.mouse.click(paper.x + paper.width * 0.6, paper.y + paper.height * 0.4);
    await page.locator(".pin.mark").waitFor();
    await page.locator(".pin.mark").click();
    await page.fill("#mark-dialog input", "plass til vaskemaskin");
    await page.click("#mark-dialog [data-act=close]");
    await page.locator(".marks", { hasText: "plass til vaskemaskin" }).waitFor();
    await shot(page, "tablet-plan");
    await sound(page, "plan");
    await largeEnough(page);
  });
  await check("the page opens again without network, and all is there", async () => {
    await page.reload();
    await status(page, "uten nett");
    await page.click(".tabs [data-tab=sjekkliste]");
    assert.match(await point(1).locator("textarea[data-field=text]").inputValue(), /kulørsterk/);
    assert.ok(await point(3).locator("input[value=not_seen]").isChecked());
    assert.equal(await page.locator(".pin.photo").count(), 1);
    assert.equal(await point(1).locator(".thumb .disc").textContent(), "1");
    await page.waitForFunction(() => document.querySelector(".thumb img")?.naturalWidth > 0);
    await shot(page, "tablet-offline");
  });
  await check("another page without network leads to the visits on the device", async () => {
    const other = await tablet.newPage();
    await other.goto(base() + "/p/rekke/");
    await other.waitForSelector("#kept a");
    await shot(other, "offline-page");
    await sound(other, "offline page");
    await other.close();
  });
  await tablet.setOffline(false);
  await check("back on the network everything arrives once, photos without metadata in their numbers", async () => {
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await saved(page);
    const text = file();
    assert.match(text, /kulørsterk rød farge/);
    assert.equal(text.match(/\[\[photo\]\]/g).length, 2);
    assert.match(text, /number = 2[\s\S]*direction = 90\.0/);
    assert.match(text, /letter = "A"/);
    assert.equal(readdirSync(join(dirname(visitFile), "bilder")).filter((f) => f.endsWith(".jpg")).length, 2);
    const photo = await page.request.get(address + "foto/1");
    assert.equal(photo.headers()["content-type"], "image/jpeg");
  });

  const { page: phone } = await device(PHONE, true);
  await check("a phone in the dark reads the same visit", async () => {
    await phone.goto(address);
    await saved(phone);
    await phone.waitForSelector(".thumb .disc");
    await shot(phone, "phone-list");
    await noSideways(phone);
    await sound(phone, "phone");
    await largeEnough(phone);
    for (const tab of ["plan", "bilder", "ferdig"]) {
      await phone.click(".tabs [data-tab=" + tab + "]");
      await phone.waitForTimeout(400);
      await shot(phone, "phone-" + tab);
      await noSideways(phone);
      await sound(phone, "phone " + tab);
      await largeEnough(phone);
    }
  });
  await check("a photo that is none is told and holds nothing up", async () => {
    await phone.click(".tabs [data-tab=bilder]");
    await shoot(phone, () => phone.click("#bilder [data-act=album]"), { name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<html><script>") });
    await phone.waitForSelector("#news li");
    assert.match(await phone.textContent("#news"), /ikke et bilde \(JPEG, PNG eller HEIC\)/);
    const cut = (await picture(phone, "#666")).buffer.subarray(0, 4000);
    await shoot(phone, () => phone.click("#bilder [data-act=album]"), { name: "y.jpg", mimeType: "image/jpeg", buffer: cut });
    await phone.waitForSelector("#conflicts li", { timeout: 20000 });
    assert.match(await phone.textContent("#conflicts"), /avkuttet/);
    await shot(phone, "phone-refused");
    await sound(phone, "refused");
    await phone.locator("#conflicts button").last().click();
    await saved(phone);
    assert.equal(file().match(/\[\[photo\]\]/g).length, 2);
  });
  await check("what two devices wrote is shown with both sides, and the choice holds", async () => {
    await tablet.setOffline(true);
    const words = (p) => p.locator("#p-" + ids[2].replaceAll(".", "\\.") + " textarea[data-field=text]");
    await page.click(".tabs [data-tab=sjekkliste]");
    await words(page).fill("beslaget er litt lite");
    await status(page, "uten nett");
    await phone.click(".tabs [data-tab=sjekkliste]");
    await words(phone).fill("beslag mangler");
    await saved(phone);
    await tablet.setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForSelector("#conflicts:not([hidden]) li");
    const told = await page.textContent("#conflicts");
    assert.match(told, /beslaget er litt lite/);
    assert.match(told, /beslag mangler/);
    assert.match(file(), /beslag mangler/);
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, "tablet-conflict");
    await sound(page, "conflict");
    await page.reload();
    await page.waitForSelector("#conflicts:not([hidden]) li");
    await page.click("#conflicts button:has-text('Behold begge')");
    await saved(page);
    assert.match(file(), /beslag mangler; beslaget er litt lite/);
  });
  await check("an editor that changed the file is not written over", async () => {
    writeFileSync(visitFile, file().replace('place = "Eksempelveien 12, A101"', 'place = "Eksempelveien 14" # rettet på kontoret'));
    await page.click(".tabs [data-tab=ferdig]");
    await page.fill("[data-visit=place]", "Eksempelveien 12, bolig A101");
    await page.waitForSelector("#conflicts:not([hidden]) li");
    assert.match(file(), /Eksempelveien 14" # rettet på kontoret/);
    await page.click("#conflicts button:has-text('Bruk det andre')");
    await saved(page);
    await page.waitForFunction(() => document.querySelector("[data-visit=place]").value === "Eksempelveien 14");
  });
  await check("photos of two devices away at once both keep a number of their own", async () => {
    await tablet.setOffline(true);
    await page.click(".tabs [data-tab=bilder]");
    await shoot(page, () => page.click("#bilder [data-act=camera]"), await picture(page, "#406040"));
    await page.locator("#photos .disc", { hasText: "3" }).waitFor();
    await phone.click(".tabs [data-tab=bilder]");
    await shoot(phone, () => phone.click("#bilder [data-act=album]"), await picture(phone, "#604060"));
    await saved(phone);
    await phone.waitForFunction(() => !/ikke sendt/.test(document.querySelector("#photos .where").textContent));
    await tablet.setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForSelector("#news li");
    await saved(page);
    assert.match(await page.textContent("#news"), /Bilde 3 tatt her har fått nummer 4/);
    await saved(page);
    assert.deepEqual([...file().matchAll(/^number = (\d+)/gm)].map((m) => Number(m[1])), [1, 2, 3, 4]);
  });
  await check("the server is killed while it saves, again and again, and nothing is lost", async () => {
    await page.click(".tabs [data-tab=sjekkliste]");
    const field = point(4).locator("textarea[data-field=note]");
    await point(4).locator("summary").click();
    for (let round = 1; round <= 5; round++) {
      await field.fill("runde " + round);
      const verdict = ["positive", "negative", "not_seen", "remark", "positive"][round - 1];
      await answer(point(5).locator("input[value=" + verdict + "]"));
      await page.waitForTimeout(120 + round * 60);
      await kill();
      await answer(point(6).locator("input[value=" + verdict + "]"));
      await shot(page, "tablet-server-gone");
      await page.waitForTimeout(DEAD / 3);
      await start();
    }
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await saved(page);
    const text = file();
    assert.match(text, /runde 5/);
    assert.equal(text.match(/\[\[photo\]\]/g).length, 4);
    const conflicts = await page.locator("#conflicts li").count();
    assert.equal(conflicts, 0, "nobody else wrote, so nothing is in conflict");
  });
  await check("a photo is placed by keyboard alone", async () => {
    await page.click(".tabs [data-tab=bilder]");
    await page.locator("#photos [data-act=place]").first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("r");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".pin.photo").length === 2);
    await saved(page);
  });
  await check("the report of the visit is the command line's", async () => {
    const answer = await page.goto(address + "rapport");
    assert.equal(answer.status(), 200);
    const text = await page.textContent("body");
    assert.match(text, /kulørsterk rød farge på fasade/);
    assert.match(text, /beslag mangler; beslaget er litt lite/);
    await shot(page, "visit-report", true);
    await sound(page, "visit report");
    await page.goto(base() + "/p/analyseeksempel/");
    await page.waitForSelector(".outcome", { timeout: 60000 });
    await page.goto(base() + "/sprak/en?til=" + encodeURIComponent(new URL(address).pathname));
    await status(page, "All is saved");
    await shot(page, "tablet-english");
  });
  await check("a photo as iPhones keep it is taken in, shown as its number until it is sent, and upright afterwards", async () => {
    const heic = readFileSync(join(here, "../../fixtures/photos/kvart-omdreining.heic"));
    await phone.click(".tabs [data-tab=bilder]");
    await shoot(phone, () => phone.click("#bilder [data-act=album]"), { name: "IMG_0002.HEIC", mimeType: "image/heic", buffer: heic });
    await saved(phone);
    const names = readdirSync(join(dirname(visitFile), "bilder")).filter((f) => f.endsWith(".heic"));
    assert.equal(names.length, 1);
    assert.deepEqual(readFileSync(join(dirname(visitFile), "bilder", names[0])), heic, "the original");
    await phone.reload();
    await saved(phone);
    await phone.click(".tabs [data-tab=bilder]");
    await phone.waitForFunction(() => document.querySelector("#photos img")?.naturalHeight > document.querySelector("#photos img")?.naturalWidth);
  });
  await check("what a device never sent is saved as a copy and read back on another, once", async () => {
    const { context: third, page: lost } = await device(TABLET);
    await lost.goto(address);
    await saved(lost);
    await third.setOffline(true);
    await answer(lost.locator("#sjekkliste .point").nth(9).locator("input[value=negative]"));
    await lost.locator("#sjekkliste .point").nth(9).locator("textarea[data-field=text]").fill("bare på den tapte enheten");
    await shoot(lost, () => lost.locator("#sjekkliste .point").nth(9).locator("[data-act=camera]").click(), await picture(lost, "#123456"));
    await lost.locator("#sjekkliste .point").nth(9).locator(".thumb").waitFor();
    await lost.click(".tabs [data-tab=ferdig]");
    const [saving] = await Promise.all([lost.waitForEvent("download"), lost.click("#copy")]);
    const copy = join(folder, "kopi.zip");
    await saving.saveAs(copy);
    await shot(lost, "tablet-finish", true);
    await sound(lost, "finish");
    await third.close();
    open.splice(open.indexOf(lost), 1);
    assert.doesNotMatch(file(), /tapte enheten/);
    const before = file().match(/\[\[photo\]\]/g).length;
    await phone.click(".tabs [data-tab=ferdig]");
    for (let round = 0; round < 2; round++) {
      await phone.setInputFiles("#read-copy", copy);
      await phone.waitForSelector("#news li");
      await saved(phone);
      await phone.locator("#news button").first().click();
    }
    assert.match(file(), /bare på den tapte enheten/);
    assert.equal(file().match(/\[\[photo\]\]/g).length, before + 1);
    assert.equal(await phone.locator("#conflicts li").count(), 0);
    const merged = spawnSync(program, ["inspect", "merge", dirname(visitFile), copy], { encoding: "utf8" });
    assert.equal(merged.status, 0, merged.stderr);
    assert.match(merged.stderr, /Ingenting var nytt/);
    await phone.setInputFiles("#read-copy", { name: "x.zip", mimeType: "application/zip", buffer: Buffer.from("PK no") });
    await phone.waitForSelector("#news li");
    assert.match(await phone.textContent("#news"), /ikke en kopi fra befaringen/);
  });
  await check("list and plan stand side by side on a wide tablet, and two fingers look closer", async () => {
    const { page: wide } = await device(WIDE);
    await wide.goto(address);
    await saved(wide);
    assert.ok(await wide.locator("#sjekkliste").isVisible() && await wide.locator("#plan").isVisible());
    await noSideways(wide);
    await shot(wide, "wide");
    await sound(wide, "wide");
    await largeEnough(wide);
    const paper = wide.locator(".sheet:not([hidden]) .paper");
    const before = (await paper.boundingBox()).width;
    const sheet = await wide.locator(".sheet:not([hidden])").boundingBox();
    const [x, y] = [sheet.x + sheet.width / 2, sheet.y + sheet.height / 2];
    const cdp = await wide.context().newCDPSession(wide);
    const touch = (type, ...points) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    await touch("touchStart", [x - 30, y]);
    await touch("touchStart", [x - 30, y], [x + 30, y]);
    for (let n = 1; n <= 5; n++) { await touch("touchMove", [x - 30 - 12 * n, y], [x + 30 + 12 * n, y]); await wide.waitForTimeout(40); }
    await touch("touchEnd");
    const after = (await paper.boundingBox()).width;
    assert.ok(after > before * 2, before + " became " + after);
    await shot(wide, "wide-closer");
    await wide.click("#zoom-out");
  });
  await check("no page broke its own rules", () => assert.deepEqual(faults, []));
} finally {
  await browser.close();
  await kill();
  if (!failed) rmSync(folder, { recursive: true, force: true });
  else console.log("the folder is left for a look: " + folder);
}
console.log(failed ? failed + " failed" : "all well");
process.exit(failed ? 1 : 0);
