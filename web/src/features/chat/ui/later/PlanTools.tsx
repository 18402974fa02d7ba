import { lazy, Suspense, useRef, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { newId } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { navigate } from "../../../../platform/router.ts";
import { operatorId } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.later.ts";
import type { Outgoing } from "../../store.ts";
import { t } from "../../text.later.ts";
import { clear } from "../guard/ask.tsx";
import { wordsOfHeadings } from "../links/links.ts";
import { isUnclear, laterProblem, restText } from "./words.ts";
import "./later.css";

const WhenDialog = lazy(() => import("./WhenDialog.tsx"));

interface Props {
  /** What would be sent now. */
  content: () => Outgoing;
  /** It is in safe hands: the field is emptied. */
  onPlanned: () => void;
  /** Until it is, nothing else is written or sent here. */
  hold: (on: boolean) => void;
  room: string;
  direct: boolean;
}

/** Beside the button that sends: to send at a moment instead, and a word when the other one is not at work. */
export default function PlanTools({ content, onPlanned, hold, room, direct }: Props) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const times = useLoad(direct ? room : "", () => (direct ? api.times(room) : Promise.resolve(null)));
  // The same id for every try: what was planned by an answer that got lost is not planned twice.
  const tried = useRef({ body: "", id: newId() });
  const plan = async (send_at: string) => {
    hold(true);
    try {
      return await planned(send_at);
    } finally {
      hold(false);
    }
  };
  const planned = async (send_at: string) => {
    const { room_id, body, reply_to, thread, also_to_room, as_post, no_reply, headings } = content();
    if (tried.current.body !== body) tried.current = { body, id: newId() };
    const operator = operatorId();
    const cleared = await clear([body, ...wordsOfHeadings(headings)]);
    if (!cleared) return false;
    const asked = { id: tried.current.id, room_id, body, send_at, ...(reply_to && { reply_to }), ...(thread && { thread }), also_to_room, ...(as_post && { as_post }), ...(no_reply && { no_reply }), ...(headings && { headings }), ...(operator && { operator_id: operator }), ...cleared };
    const standing = await api.plan(asked).catch(async (error: unknown) => {
      if (error instanceof Problem && error.code === "chat.said_already") return null;
      // Whether it arrived can be looked up, as long as somebody answers.
      const found = isUnclear(error) ? (await api.planned()).items.find(({ id }) => id === asked.id) : undefined;
      if (!found) throw error;
      return found;
    });
    tried.current = { body: "", id: newId() };
    onPlanned();
    if (standing) toast(t.planned_for(momentText(standing.send_at)), "done", { label: t.open, run: () => navigate("/later/planned") });
    else toast(t.saidAlready);
    return true;
  };
  const until = times.value?.rest_until;
  const oneTap = async (at: string) => {
    setBusy(true);
    try {
      await plan(at);
    } catch (error) {
      toast(laterProblem(error), "error");
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {times.value?.rest && (
        <span className="plan-rest" role="status">
          {restText(times.value)}
          {until && (
            <button type="button" className="link-button" disabled={busy} onClick={() => void oneTap(until)}>
              {t.sendThen(momentText(until))}
            </button>
          )}
        </span>
      )}
      <button type="button" className="icon-button small" aria-label={t.planSend} title={t.planSend} onMouseDown={(event) => event.preventDefault()} onClick={() => setAsking(true)}>
        <Icon name="clock" size={18} />
      </button>
      {asking && (
        <Suspense>
          <WhenDialog title={t.planSend} room={room} onPick={plan} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
