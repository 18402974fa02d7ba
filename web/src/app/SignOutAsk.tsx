import { useEffect, useState } from "react";
import { Confirm } from "../design/Dialog.tsx";
import { loadNotes } from "../features/notes/routes.tsx";
import { outbox } from "../features/chat/store.ts";
import { useStore } from "../platform/store.ts";
import { signOut } from "./start.ts";
import { t } from "./text.ts";

/** Asks once more before somebody signs out, and says what has not gone out yet. */
export default function SignOutAsk({ onClose }: { onClose: () => void }) {
  const [written, setWritten] = useState(0);
  useEffect(() => void loadNotes().then((part) => part.countLeft()).then(setWritten, () => undefined), []);
  const unsent = useStore(outbox.entries, (entries) => entries.length) + written;
  return <Confirm title={t.signOut} text={unsent > 0 ? `${t.signOutUnsent(unsent)} ${t.signOutAsk}` : t.signOutAsk} confirm={t.signOut} danger={unsent > 0} onConfirm={() => void signOut()} onClose={onClose} />;
}
