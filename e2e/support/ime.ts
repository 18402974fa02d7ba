import type { CDPSession, Page } from "@playwright/test";

// What a browser reports for every key that an input method has taken.
const KEY_OF_INPUT_METHOD = 229;

/** A Japanese input method, driven through the browser's own protocol: the page sees the events of a real conversion. */
export class InputMethod {
  private readonly page: Page;
  private readonly protocol: CDPSession;

  private constructor(page: Page, protocol: CDPSession) {
    this.page = page;
    this.protocol = protocol;
  }

  static async on(page: Page): Promise<InputMethod> {
    return new InputMethod(page, await page.context().newCDPSession(page));
  }

  /** Types kana, letter by letter, and leaves the conversion open. */
  async compose(kana: string, converted: string = kana): Promise<void> {
    for (let length = 1; length <= kana.length; length++) await this.show(kana.slice(0, length));
    if (converted !== kana) await this.show(converted);
  }

  private async show(text: string): Promise<void> {
    await this.takeKey("Process", "KeyA");
    await this.protocol.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }

  /** Presses a key that the input method takes for itself, such as an arrow through its candidates. */
  async takeKey(key: string, code = key): Promise<void> {
    await this.protocol.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, code, windowsVirtualKeyCode: KEY_OF_INPUT_METHOD });
    await this.protocol.send("Input.dispatchKeyEvent", { type: "keyUp", key, code, windowsVirtualKeyCode: KEY_OF_INPUT_METHOD });
  }

  /** The Enter that confirms a conversion, in the order of Chromium, Edge and Firefox: the key first. */
  async confirm(text: string): Promise<void> {
    await this.protocol.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: KEY_OF_INPUT_METHOD });
    await this.protocol.send("Input.insertText", { text });
    await this.protocol.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 });
    await this.handIsBack();
  }

  /** The same Enter in the order of older Safari: the conversion ends, and then comes its key. */
  async confirmAsSafari(text: string): Promise<void> {
    await this.protocol.send("Input.insertText", { text });
    await this.takeKey("Enter");
    await this.handIsBack();
  }

  // Nobody confirms and presses Enter again within a tenth of a second; the page may count on it.
  private async handIsBack(): Promise<void> {
    const now = await this.page.evaluate(() => performance.now());
    await this.page.waitForFunction((since) => performance.now() - since > 100, now);
  }
}
