import { useEffect, useRef, useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { announce } from "../../../platform/announce.ts";
import { timeText } from "../../../platform/dates.ts";
import { newId } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { navigate } from "../../../platform/router.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { add, change, move, remove, sections, type Handover } from "../model.ts";
import { t } from "../text.ts";
import { useDraft, type Saving } from "./useDraft.ts";
import { History } from "./History.tsx";
import { ItemFields } from "./ItemFields.tsx";
import { titleOf } from "./words.ts";

interface Props {
  handover: Handover;
  show: (next: Handover) => void;
}

/** What whoever leaves writes: it saves itself. */
export function Editor({ handover, show }: Props) {
  const { id } = handover;
  const { draft, saving, write, name, flush, settle, tick } = useDraft(handover, show);
  const [named, setNamed] = useState<readonly PersonBrief[]>(handover.named);
  const [asks, setAsks] = useState<"hand in" | "remove" | null>(null);
  const [busy, setBusy] = useState(false);
  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    // What moved in the page has lost the focus, and what was added wants it.
    if (focusNext.current) document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  }, [draft]);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toast(problemText(error), "error");
    }
    setBusy(false);
  };
  const refresh = () =>
    attempt(async () => {
      await flush();
      show(await api.refresh(id));
      toast(t.refreshed);
    });
  const handIn = () =>
    attempt(async () => {
      await flush();
      // What another screen wrote meanwhile is not handed in unseen.
      show(await api.handIn(id, tick()));
      toast(t.handedIn);
    });
  const discard = () =>
    attempt(async () => {
      await api.remove(id);
      toast(t.removed);
      navigate("/settings/handovers", { replace: true });
    });
  const preview = () =>
    attempt(async () => {
      await flush();
      navigate(`/print/handovers/${id}`);
    });
  const addLine = () => {
    const line = newId();
    write((now) => add(now, line));
    focusNext.current = `title-own:${line}`;
    announce(t.added);
  };
  const shift = (key: string, title: string, by: -1 | 1) => {
    write((now) => move(now, key, by));
    focusNext.current = `${by < 0 ? "up" : "down"}-${key}`;
    announce(t.moved(title));
  };
  const choose = (people: PersonBrief[]) => {
    setNamed(people);
    name(people.map((person) => person.id));
  };
  return (
    <>
      <div className="handover-tools">
        <button type="button" className="button primary" disabled={busy} onClick={() => setAsks("hand in")}>
          <Icon name="send" size={18} />
          {t.handIn}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => void preview()}>
          <Icon name="print" size={18} />
          {t.preview}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => void refresh()}>
          {t.refresh}
        </button>
        <SavingState saving={saving} settle={(keep) => void attempt(() => settle(keep))} />
      </div>
      <TextArea label={t.preface} hint={t.prefaceHint} rows={4} value={draft.preface} onChange={(event) => write((now) => ({ ...now, preface: event.currentTarget.value }))} />
      {sections(draft.items).map(([source, items]) => (
        <section key={source} className="handover-section" aria-labelledby={`part-${source}`}>
          <h2 id={`part-${source}`}>{t.source(source)}</h2>
          <ol className="handover-items">
            {items.map((item, place) => (
              <ItemFields key={item.key} item={item} first={place === 0} last={place === items.length - 1} onChange={(fields) => write((now) => change(now, item.key, fields))} onMove={(by) => shift(item.key, titleOf(item), by)} onRemove={() => write((now) => remove(now, item.key))} />
            ))}
          </ol>
        </section>
      ))}
      <p>
        <button type="button" className="button" onClick={addLine}>
          <Icon name="plus" size={18} />
          {t.add}
        </button>
      </p>
      <section className="handover-section">
        <h2>{t.named}</h2>
        <p className="hint">{t.namedHint}</p>
        <PeoplePicker label={t.named} chosen={named} onChange={choose} without={[handover.person.id]} withUnits={false} />
      </section>
      <History handover={handover} />
      {handover.allowed.remove && (
        <p>
          <button type="button" className="button danger" disabled={busy} onClick={() => setAsks("remove")}>
            {t.remove}
          </button>
        </p>
      )}
      {asks === "hand in" && <Confirm title={t.handIn} text={t.handInAsk} confirm={t.handIn} onConfirm={() => void handIn()} onClose={() => setAsks(null)} />}
      {asks === "remove" && <Confirm title={t.remove} text={t.removeAsk} confirm={t.remove} danger onConfirm={() => void discard()} onClose={() => setAsks(null)} />}
    </>
  );
}

/** Whether what is on screen is kept; where two screens wrote, the person decides. */
function SavingState({ saving, settle }: { saving: Saving; settle: (keep: boolean) => void }) {
  return (
    <div className="handover-saving" role="status" data-state={saving.is}>
      {saving.is === "saved" && saving.at !== null && t.saved(timeText(saving.at))}
      {saving.is === "unsaved" && t.unsaved}
      {saving.is === "saving" && t.saving}
      {saving.is === "failed" && t.saveFailed}
      {saving.is === "refused" && problemText(saving.error)}
      {saving.is === "elsewhere" && (
        <>
          {t.elsewhere}
          <button type="button" className="button" onClick={() => settle(true)}>
            {t.keepMine}
          </button>
          <button type="button" className="button" onClick={() => settle(false)}>
            {t.takeTheirs}
          </button>
        </>
      )}
    </div>
  );
}
