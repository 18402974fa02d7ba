import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Nothing that a program can find stands in anybody's way; `within` narrows a slow look to what is new on screen. */
export async function isAccessible(page: Page, within?: string): Promise<void> {
  // What is on its way in is not judged while half transparent.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  // The legacy mode spares a second page for frames of other origins; there are none.
  const axe = new AxeBuilder({ page }).withTags(WCAG_2_2_AA).setLegacyMode(true);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  const told = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}: ${node.failureSummary?.replace(/\s+/g, " ")}`));
  expect(told).toEqual([]);
}

/** Nothing has to be scrolled sideways to be read; tables may, in a box of their own. */
export async function needsNoSidewaysScrolling(page: Page): Promise<void> {
  // A window that has just changed takes its shape with the next picture.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const wide = await page.evaluate(() => {
    const wider = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const scrolls = (element: Element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    const found = [...document.body.querySelectorAll("*")].filter((element) => scrolls(element) && wider(element) && !element.querySelector("table") && !element.matches("textarea, pre, .floor-window"));
    if (wider(document.documentElement)) found.unshift(document.documentElement);
    return found.map((element) => `${element.outerHTML.slice(0, 120)}: ${element.scrollWidth} > ${element.clientWidth}`);
  });
  expect(wide).toEqual([]);
}
