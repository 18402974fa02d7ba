import { useEffect, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayHeading, dayOf } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.inspections.ts";
import type { Message } from "../../model.ts";
import { inspectionNewsStore } from "../../store.ts";
import { t } from "../../text.inspections.ts";
import { InspectedMessage } from "./InspectedMessage.tsx";
import { InspectedThread } from "./InspectedThread.tsx";
import { Readers } from "./Readers.tsx";
import { inspectionProblem, leftText, roomName } from "./words.ts";
import "./inspections.css";

/** A room of others, read by a request that was granted: never to be taken for a room of one's own. */
export default function Reading({ id }: { id: Id }) {
  const title = useArrival();
  const news = useStore(inspectionNewsStore, (count) => count);
  const { value: inspection, error, reload } = useLoad(`inspection ${id} ${news}`, () => api.inspection(id));
  const left = useLeft(inspection);
  if (error && !inspection) return <Failed error={error} retry={reload} />;
  if (!inspection) return <Loading />;
  return (
    <section className="inspected" aria-labelledby="inspected-title">
      <header className="inspected-banner" data-over={left === null || undefined}>
        <Icon name="shield" />
        <div>
          <h1 id="inspected-title" ref={title} tabIndex={-1}>
            {t.reading(roomName(inspection))}
          </h1>
          <p className="inspected-purpose">{inspection.purpose}</p>
          <p>
            <b>{t.recorded}</b>
            {left !== null && <span className="inspected-left">{left}</span>}
          </p>
        </div>
        <Link className="button small" href={`/admin/inspections/${id}`}>
          {t.toRequest}
        </Link>
      </header>
      {left === null ? (
        <Empty icon="clock" title={t.over}>
          <p>{t.overHint}</p>
        </Empty>
      ) : (
        <Talk id={id} />
      )}
    </section>
  );
}

const LOOK_EVERY_MS = 15_000;

/** How long I may still read; null once that is over. */
function useLeft(inspection: api.Inspection | null): string | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return inspection?.state === "granted" ? leftText(inspection.due_at, now) : null;
}

/** Whether the server says that there is nothing to read any more. */
const isOver = (error: unknown) => error instanceof Problem && error.code === "chat.inspection_not_open";

function Talk({ id }: { id: Id }) {
  const [error, setError] = useState<unknown>(null);
  const [reading, setReading] = useState<Message | null>(null);
  const [shown, setShown] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);
  const ask = async (side: api.Side) => {
    const page = await api.messages(id, side);
    meet(page.people);
    return page;
  };
  // Each page that is asked for stands in the record of acts: this one is asked for once, and again only when somebody wants more.
  const first = useLoad(`inspected ${id}`, () => ask({}));
  const { value: page } = first;
  if (isOver(error)) return <Empty icon="clock" title={inspectionProblem(error)} />;
  if (isOver(first.error)) return <Empty icon="clock" title={inspectionProblem(first.error)} />;
  if (first.error) return <Failed error={first.error} retry={first.reload} />;
  if (!page) return <Loading />;
  const more = async (older: boolean) => {
    if (busy) return;
    setBusy(true);
    try {
      const edge = older ? page.messages[0] : page.messages.at(-1);
      const found = await ask(older && edge ? { before: edge.seq } : { after: edge?.seq ?? 0 });
      const messages = older ? [...found.messages, ...page.messages] : [...page.messages, ...found.messages];
      if (!older && found.messages.length === 0) toast(t.nothingNewer);
      first.replace({ ...page, messages, more_before: older ? found.more_before : page.more_before, more_after: older ? page.more_after : found.more_after });
    } catch (problem) {
      if (isOver(problem)) setError(problem);
      else toast(inspectionProblem(problem), "error");
    } finally {
      setBusy(false);
    }
  };
  const days = new Map<string, Message[]>();
  for (const message of page.messages) days.set(dayOf(message.sent_at), [...(days.get(dayOf(message.sent_at)) ?? []), message]);
  return (
    <div className="inspected-talk" role="region" aria-label={t.messages} tabIndex={0}>
      {page.more_before && (
        <button type="button" className="button more" onClick={() => void more(true)}>
          {t.older}
        </button>
      )}
      {page.messages.length === 0 && (
        <Empty icon="chat" title={t.noMessages}>
          <p>{t.noMessagesHint}</p>
        </Empty>
      )}
      {[...days].map(([day, messages]) => (
        <section key={day} aria-label={dayHeading(day)}>
          <h2 className="inspected-day">{dayHeading(day)}</h2>
          {messages.map((message) => (
            <InspectedMessage inspection={id} key={message.id} message={message} onThread={() => setReading(message)} onReaders={() => setShown(message)} />
          ))}
        </section>
      ))}
      <button type="button" className="button more" onClick={() => void more(false)}>
        {t.newer}
      </button>
      {reading && <InspectedThread inspection={id} root={reading} onReaders={setShown} onClose={() => setReading(null)} />}
      {shown && <Readers inspection={id} message={shown} onClose={() => setShown(null)} />}
    </div>
  );
}
