import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { back } from "../../../platform/router.ts";
import { loadFiles } from "../actions.files.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { ReadPage } from "./ReadPage.tsx";
import "./notes.css";

/** Prints once the pictures of the page are there; one that cannot be had holds up no paper. */
async function printed() {
  const images = document.querySelectorAll<HTMLImageElement>(".note-print img");
  await Promise.all(Array.from(images, (image) => image.decode().catch(() => undefined)));
  window.print();
}

/** A note on A4. */
export default function PrintNote({ id }: { id: Id }) {
  const [printedAt] = useState(() => new Date());
  const { value, loading, error, reload } = useLoad(`print ${id}`, async () => {
    // Which files it has is known before anybody can print: what they are called would stand in the places of pictures.
    const [note, page] = await Promise.all([api.note(id), api.page(id, null), loadFiles(id).catch(() => undefined)]);
    return { note, page };
  });
  return (
    <main className="print-view note-print">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(value ? `/rooms/${value.note.room_id}/notes/${id}` : "/")}>
          {t.backToNote}
        </button>
        <button type="button" className="button primary" disabled={loading} onClick={() => void printed()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loading} error={error} empty={!value} retry={reload}>
        {null}
      </ListState>
      {value && (
        <>
          <header className="print-head">
            <h1>{value.page.title}</h1>
            <p>
              {t.written(value.note.edited_by.name, momentText(value.note.edited_at))} ・ {t.version(value.note.seq)} ・ {t.printed(momentText(printedAt))}
            </p>
          </header>
          <ReadPage doc={value.page.doc} note={id} />
        </>
      )}
    </main>
  );
}
