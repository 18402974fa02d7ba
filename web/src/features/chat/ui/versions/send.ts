import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { navigate } from "../../../../platform/router.ts";
import { t } from "../../text.versions.ts";
import { attach } from "../files/attach.ts";

/** Has a file chosen that goes, with the message being written in a stream, as a new version of one that the room has. */
export function chooseVersion(stream: Id, of: { id: Id; name: string }, there: string | null = null): void {
  const picker = Object.assign(document.createElement("input"), { type: "file" });
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    if (!file) return;
    attach(stream, [file], of);
    announce(t.chosen(of.name));
    if (there !== null) navigate(there);
    // Where it is sent from: the menu that was open has the keys no longer.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".composer textarea")?.focus());
  });
  picker.click();
}
