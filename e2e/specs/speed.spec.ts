import type { Page } from "@playwright/test";
import { openRoom, roomLink } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

// Measures and judges nothing but that it can be measured: a machine that does other work meanwhile is slow, not wrong. The figures of
// one run beside another, medians of many rounds, say something.
const ROUNDS = Number(process.env.ENGAWA_SPEED ?? 2);

const town = townOf({ staff: 60 });

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

function tell(what: string, numbers: number[]): void {
  if (process.env.ENGAWA_SPEED) console.log(`${what}: median ${median(numbers).toFixed(1)} ms of ${numbers.length}, worst ${Math.max(...numbers).toFixed(1)} ms`);
}

/** From the click on a room's link until its messages are painted, in milliseconds. */
function switchTo(page: Page, href: string): Promise<number> {
  return page.evaluate(
    (href) =>
      new Promise<number>((done) => {
        const link = document.querySelector<HTMLAnchorElement>(`a[href="${href}"]`);
        const painted = new MessageChannel();
        // From the start of a frame, so that every round waits as long for the next.
        requestAnimationFrame(() =>
          setTimeout(() => {
            const since = performance.now();
            painted.port1.onmessage = () => done(performance.now() - since);
            link?.click();
            const look = () => {
              const there = location.pathname === href && document.querySelector('[role="list"] article');
              if (there) painted.port2.postMessage(null);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          }),
        );
      }),
    href,
  );
}

test("the switch between rooms that were open before is measured", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const hrefs: string[] = [];
  for (const room of ["道路課", "給湯室"]) {
    await openRoom(page, room);
    hrefs.push((await roomLink(page, room).getAttribute("href")) ?? "");
  }
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) for (const href of hrefs) took.push(await switchTo(page, href));
  tell("switching rooms", took);
  expect(took).toHaveLength(2 * ROUNDS);
});

test("the frames of a scroll through a room are measured", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, "道路課");
  const frames = await page.getByRole("list", { name: "メッセージ" }).evaluate(async (box, count) => {
    const took: number[] = [];
    let before = performance.now();
    let step = -60;
    for (let frame = 0; frame < count; frame++) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      took.push(now - before);
      before = now;
      if (box.scrollTop <= 0) step = 60;
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) step = -60;
      box.scrollTop += step;
    }
    return took;
  }, 30 * ROUNDS);
  tell("frames of a scroll", frames);
  expect(frames).toHaveLength(30 * ROUNDS);
});
