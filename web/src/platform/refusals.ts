import { Problem } from "./http.ts";
import { texts, withWords } from "./texts.ts";
import { toast } from "./toast.ts";

const ja = {
  offline: "サーバーにつながりません。入力した内容は残っています。しばらくしてからもう一度お試しください。",
  unexpected: "うまくいきませんでした。入力した内容は残っています。続くときは管理者に番号をお知らせください。",
};

/** What can be said of an error before, and without, the words for every refusal. */
export const plain = texts(ja, () => import("./refusals.en.ts"));
export type PlainTexts = typeof ja;

/**
 * What to tell the person about an error of any kind. The words come with the first one: a start that goes well does without them.
 * When they cannot come (no network, a build that is gone), the plain ones serve.
 */
export async function sentence(error: unknown): Promise<string> {
  try {
    return (await withWords(import("./problems.ts"))).problemText(error);
  } catch {
    return error instanceof Problem && error.code === "offline" ? plain.offline : plain.unexpected;
  }
}

/** Tells an error for a moment. */
export async function tell(error: unknown, before = ""): Promise<void> {
  toast(before + (await sentence(error)), "error");
}
