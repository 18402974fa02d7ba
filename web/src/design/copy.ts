import { toast } from "../platform/toast.ts";
import { t } from "./text.ts";

/** The older way, for offices that serve plain http: there browsers keep the clipboard's newer interface from pages. */
function copyByCommand(text: string): boolean {
  let done = false;
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    done = event.clipboardData !== null;
  };
  document.addEventListener("copy", put);
  document.execCommand("copy");
  document.removeEventListener("copy", put);
  return done;
}

/** Puts a text into the clipboard and says whether that worked. */
export async function copy(text: string): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const done = clipboard ? await clipboard.writeText(text).then(() => true, () => copyByCommand(text)) : copyByCommand(text);
  if (done) toast(t.copied);
  else toast(t.notCopied, "error");
}
