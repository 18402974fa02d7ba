// Measures the client at the end of a weak network, for `cargo x faults`: address, folder for profiles, room, messages, two tokens.
// The last line that it prints is a JSON object.
import { chromium } from "@playwright/test";

const [address, profiles, room, messages, ...tokens] = process.argv.slice(2);

// A minute for what should take some seconds: what takes longer has failed anyhow.
const PATIENCE = { timeout: 60_000 };

/** A browser with a profile of its own, in which somebody is signed in. */
async function browser(name, token) {
  const context = await chromium.launchPersistentContext(`${profiles}/${name}`, {
    executablePath: process.env.ENGAWA_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    locale: "ja-JP",
  });
  await context.addCookies([{ name: "engawa_session", value: token, url: address, httpOnly: true }]);
  return context;
}

const list = (page) => page.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: new RegExp(`^${room}`) });
const message = (page, text) => page.getByRole("main").getByRole("list", { name: "メッセージ" }).getByRole("article").filter({ hasText: text });
const since = (start) => (performance.now() - start) / 1000;

/** Opens the client; after how many seconds its list can be read, and how many bytes came until then. */
async function open(context) {
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  let bytes = 0;
  protocol.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  const start = performance.now();
  await page.goto(address, { waitUntil: "commit", ...PATIENCE });
  await list(page).waitFor(PATIENCE);
  return { page, seconds: since(start), bytes };
}

const COLD_STARTS = 5;

// How many packets are lost on the way is chance: a start is as slow as the middle one of several, each with nothing kept.
const colds = [];
let reader = null;
for (let turn = 0; turn < COLD_STARTS; turn++) {
  await reader?.close();
  reader = await browser(`reader${turn}`, tokens[1]);
  colds.push(await open(reader));
}
const cold = colds[COLD_STARTS - 1];
const coldSeconds = colds.map(({ seconds }) => seconds).sort((a, b) => a - b);
// Whoever comes back comes back later: the client has been kept by then.
await cold.page.evaluate(() => navigator.serviceWorker?.ready.then(() => undefined));
await cold.page.waitForLoadState("networkidle", PATIENCE);
await cold.page.close();
const warm = await open(reader);

const writer = await browser("writer", tokens[0]);
const { page: writing } = await open(writer);
for (const page of [writing, warm.page]) {
  await list(page).click();
  await page.getByLabel(`${room} へのメッセージ`, { exact: true }).waitFor(PATIENCE);
}
const seen = [];
for (let turn = 0; turn < Number(messages); turn++) {
  const text = `弱い回線から ${turn} です`;
  const start = performance.now();
  const field = writing.getByLabel(`${room} へのメッセージ`, { exact: true });
  await field.fill(text);
  await field.press("Control+Enter");
  await message(warm.page, text).waitFor(PATIENCE);
  seen.push(since(start));
}
const measured = { cold_s: coldSeconds, cold_kb: Math.round(cold.bytes / 1000), warm_s: warm.seconds, seen_s: seen };
process.stdout.write(`${JSON.stringify(measured)}\n`);
await Promise.all([reader.close(), writer.close()]);
