import { useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { dayText } from "../../../platform/dates.ts";
import { problemText } from "../../../platform/problems.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { sections, type Handover, type Item } from "../model.ts";
import { t } from "../text.ts";
import { History } from "./History.tsx";
import { factsOf, placeOf, titleOf } from "./words.ts";

interface Props {
  handover: Handover;
  show: (next: Handover) => void;
}

/** A handover as it is read, with what the reader may do. */
export function Reader({ handover, show }: Props) {
  const me = useMe();
  const { id, allowed, person } = handover;
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState(false);
  const attempt = async (work: () => Promise<Handover>, done: string) => {
    setBusy(true);
    try {
      show(await work());
      toast(done);
    } catch (error) {
      toast(problemText(error), "error");
    }
    setBusy(false);
  };
  const acts = !me.leave;
  const canAsk = acts && handover.side !== "predecessor" && person.active && !person.on_leave;
  return (
    <>
      <div className="handover-tools">
        {acts && allowed.take_over && (
          <button type="button" className="button primary" disabled={busy} onClick={() => setAsks(true)}>
            <Icon name="check" size={18} />
            {t.takeOver}
          </button>
        )}
        {acts && allowed.confirm && (
          <button type="button" className="button primary" disabled={busy} onClick={() => void attempt(() => api.confirm(id), t.confirmed)}>
            <Icon name="check" size={18} />
            {t.confirm}
          </button>
        )}
        {acts && allowed.take_back && (
          <button type="button" className="button" disabled={busy} onClick={() => void attempt(() => api.takeBack(id), t.takenBack)}>
            {t.takeBack}
          </button>
        )}
        <Link className="button" href={`/print/handovers/${id}`}>
          <Icon name="print" size={18} />
          {t.preview}
        </Link>
        {canAsk && (
          <Link className="button" href={`/direct?people=${person.id}`}>
            <Icon name="chat" size={18} />
            {t.question}
          </Link>
        )}
      </div>
      {handover.partial && <p className="handover-partial">{handover.side === "successor" ? t.partial : t.partialHead}</p>}
      {handover.preface && (
        <section className="handover-section" aria-labelledby="handover-preface">
          <h2 id="handover-preface">{t.preface}</h2>
          <p className="handover-text">{handover.preface}</p>
        </section>
      )}
      {handover.items.length === 0 && !(handover.partial && handover.side !== "successor") && <p>{t.empty}</p>}
      {sections(handover.items).map(([source, items]) => (
        <section key={source} className="handover-section" aria-labelledby={`part-${source}`}>
          <h2 id={`part-${source}`}>{t.source(source)}</h2>
          <ol className="handover-items">
            {items.map((item) => (
              <Read key={item.key} item={item} />
            ))}
          </ol>
        </section>
      ))}
      <History handover={handover} />
      {asks && <Confirm title={t.takeOver} text={t.takeOverAsk} confirm={t.takeOver} onConfirm={() => void attempt(() => api.takeOver(id, handover.tick), t.takenOver)} onClose={() => setAsks(false)} />}
    </>
  );
}

function Read({ item }: { item: Item }) {
  const place = placeOf(item);
  const title = titleOf(item);
  const facts = item.source === "own" ? "" : factsOf(item);
  return (
    <li className="handover-item" data-out={item.left_out || undefined}>
      <h3>
        {place ? <Link href={place}>{title}</Link> : title}
        {item.settled && <span className="tag">{t.settled}</span>}
        {item.left_out && <span className="tag">{t.leftOut}</span>}
      </h3>
      {facts && <p className="handover-item-facts">{facts}</p>}
      {item.words && <p className="handover-item-words">{item.words}</p>}
      {item.note && <p className="handover-text">{item.note}</p>}
      {(item.ask || item.due) && (
        <p>
          {item.ask && `${t.ask}: ${item.ask}`} {item.due && `${t.due}: ${dayText(item.due)}`}
        </p>
      )}
    </li>
  );
}
