import { lazy, Suspense, useState } from "react";
import type { Id } from "../../../../platform/ids.ts";
import { withWords } from "../../../../platform/texts.ts";
import { t } from "../../text.inspections.ts";

const AskDialog = lazy(() => withWords(import("./AskDialog.tsx")));

/** Opens the dialog in which an administrator asks to read a room of others. */
export function AskButton({ room, className }: { room: { id: Id; name: string } | null; className: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className={className} aria-label={room ? t.askRoom(room.name) : undefined} onClick={() => setAsking(true)}>
        {t.ask}
      </button>
      <Suspense>{asking && <AskDialog room={room} onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}
