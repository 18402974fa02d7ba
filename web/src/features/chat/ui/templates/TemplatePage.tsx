import { useState } from "react";
import { fieldError, SelectField, TextArea, TextField } from "../../../../design/Field.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link, navigate, useQuery } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as rooms from "../../api.ts";
import * as api from "../../api.orders.ts";
import { t } from "../../text.templates.ts";
import { SavingField } from "../downloads/SavingField.tsx";
import { PAGE_KINDS, problem } from "./names.ts";
import "./templates.css";

const EMPTY: api.TemplateWords = { name: "", room_name: "", purpose: "", opening: { first: "", headings: [], no_forwarding: false, pages: [] } };
const MOST_PAGES = 5;

/** What a template made from a room begins as: its name and purpose, and the first words in it, where they can be read. */
async function fromRoom(id: Id): Promise<api.TemplateWords> {
  const room = await rooms.room(id);
  const said = room.mine ? (await rooms.messages(id, { after: 0 })).messages : [];
  const first = said.find((message) => message.kind === "text" && message.body !== "")?.body ?? "";
  return { name: room.name, room_name: room.name, purpose: room.purpose, opening: { ...EMPTY.opening, first, no_forwarding: room.no_forwarding ?? false, downloads: room.downloads ?? "everyone" } };
}

/** Makes a template, also out of a room, or changes one. */
export default function TemplatePage({ template }: { template: string | null }) {
  const heading = useArrival();
  const from = useQuery("from");
  const found = useLoad(`room template ${template ?? ""} ${from ?? ""}`, async () => {
    if (template) return (await api.allTemplates()).find((one) => one.key === template && !one.builtin)?.words ?? null;
    return from ? fromRoom(from) : EMPTY;
  });
  return (
    <section className="admin-page" aria-labelledby="template-title">
      <h1 id="template-title" ref={heading} tabIndex={-1}>
        {template ? t.editTemplate : t.newTemplate}
      </h1>
      <ListState loading={found.loading} error={found.error} empty={!found.value} retry={found.reload}>
        <Empty icon="chat" title={t.notThere} />
      </ListState>
      {found.value && <TemplateForm template={template} before={found.value} />}
    </section>
  );
}

function TemplateForm({ template, before }: { template: string | null; before: api.TemplateWords }) {
  const [words, setWords] = useState(before);
  const [headings, setHeadings] = useState(before.opening.headings.join("\n"));
  // The same id for every try: a second press after a lost answer makes no second template.
  const [id] = useState(newId);
  const { opening } = words;
  const set = (change: Partial<api.TemplateWords>) => setWords((old) => ({ ...old, ...change }));
  const open = (change: Partial<api.Opening>) => setWords((old) => ({ ...old, opening: { ...old.opening, ...change } }));
  const { error, busy, submit } = useSubmit(async () => {
    const asked = { ...words, opening: { ...opening, headings: headings.split("\n") } };
    await (template ? api.replaceTemplate(template, asked) : api.makeTemplate(id, asked));
    toast(t.saved);
    navigate("/admin/room-templates", { replace: true });
  });
  const page = (at: number, change: Partial<api.Opening["pages"][number]>) => open({ pages: opening.pages.map((one, place) => (place === at ? { ...one, ...change } : one)) });
  return (
    <form className="form narrow" onSubmit={submit}>
      <TextField label={t.name} required maxLength={80} value={words.name} onChange={(event) => set({ name: event.currentTarget.value })} error={fieldError(error, "name")} />
      <TextField label={t.roomName} hint={t.roomNameHint} maxLength={80} value={words.room_name} onChange={(event) => set({ room_name: event.currentTarget.value })} error={fieldError(error, "room_name")} />
      <TextField label={t.purpose} maxLength={500} value={words.purpose} onChange={(event) => set({ purpose: event.currentTarget.value })} error={fieldError(error, "purpose")} />
      <TextArea label={t.first} hint={t.firstHint} rows={6} value={opening.first} onChange={(event) => open({ first: event.currentTarget.value })} error={fieldError(error, "first")} />
      <TextArea label={t.headings} hint={t.headingsHint} rows={4} value={headings} onChange={(event) => setHeadings(event.currentTarget.value)} error={fieldError(error, "headings")} />
      <fieldset className="choice template-pages">
        <legend>{t.pages}</legend>
        <p className="hint">{t.pagesHint}</p>
        {opening.pages.map((one, at) => (
          // Pages have no name of their own until they are laid.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className="template-page">
            <TextField label={t.pageTitle(at + 1)} required maxLength={100} value={one.title} onChange={(event) => page(at, { title: event.currentTarget.value })} />
            <SelectField label={t.pageKind(at + 1)} value={one.template} onChange={(event) => page(at, { template: event.currentTarget.value })}>
              {PAGE_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t[kind]}
                </option>
              ))}
            </SelectField>
            <button type="button" className="button small" aria-label={t.removePage(at + 1)} onClick={() => open({ pages: opening.pages.filter((_, place) => place !== at) })}>
              {t.removeShort}
            </button>
          </div>
        ))}
        {opening.pages.length < MOST_PAGES && (
          <button type="button" className="button small" onClick={() => open({ pages: [...opening.pages, { title: "", template: "blank" }] })}>
            {t.addPage}
          </button>
        )}
      </fieldset>
      <label className="check">
        <input type="checkbox" checked={opening.no_forwarding} onChange={(event) => open({ no_forwarding: event.currentTarget.checked })} />
        {t.noForwarding}
      </label>
      <SavingField value={opening.downloads} onChange={(downloads) => open({ downloads })} />
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problem(error)}
        </p>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={busy || words.name.trim() === ""}>
          {t.save}
        </button>
        <Link className="button" href="/admin/room-templates">
          {t.toTemplates}
        </Link>
      </div>
    </form>
  );
}
