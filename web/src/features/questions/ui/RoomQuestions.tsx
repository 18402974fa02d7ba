import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Pane } from "../../../design/Pane.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link, navigate, useQuery } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { pathOf, TABS, tabOf, type Desk, type Tab } from "../model.ts";
import { t } from "../text.ts";
import { AskDialog } from "./AskDialog.tsx";
import { Chosen } from "./Chosen.tsx";
import { FaqList } from "./FaqList.tsx";
import { PrivateList } from "./PrivateList.tsx";
import { QuestionList } from "./QuestionList.tsx";
import { Responders } from "./Responders.tsx";
import { Times } from "./Times.tsx";
import { useNews } from "./useNews.ts";
import "./questions.css";

/** Until it is known, somebody reads. */
const NOTHING: Desk = { open: 0, private_open: null, unclaimed: 0, private_unclaimed: null, responders: [], may_ask: false, may_ask_privately: false, answers: false, owns: false };

/** What waits for an answer in a room, what was answered, and what is asked again and again: beside it. */
export default function RoomQuestions({ room }: { room: Id }) {
  const tab = tabOf(useQuery("tab"));
  const chosen = useQuery("question");
  const choose = (next: Tab) => navigate(pathOf(room, next), { replace: true });
  const [asking, setAsking] = useState(false);
  const news = useNews();
  const { value } = useLoad(`question desk ${room} ${news}`, () => api.desk(room));
  const desk = value ?? NOTHING;
  const label = (one: Tab) => (one === "open" && desk.open > 0 ? t.counted(t.open, desk.open) : one === "private" && desk.private_open ? t.counted(t.private, desk.private_open) : t[one]);
  return (
    <Pane labelledBy="questions-title" close={`/rooms/${room}`}>
      <header className="pane-head">
        <h2 id="questions-title">{t.questions}</h2>
        {desk.may_ask_privately && !desk.owns && (
          <button type="button" className="button small" onClick={() => setAsking(true)}>
            <Icon name="plus" size={18} />
            {t.askPrivately}
          </button>
        )}
        {tab !== "private" && (
          <Link className="icon-button" href={`/print/rooms/${room}/questions/${tab}`} aria-label={t.print} title={t.print}>
            <Icon name="print" />
          </Link>
        )}
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body questions">
        {chosen && <Chosen key={chosen} room={room} id={chosen} desk={desk} />}
        <div className="sort-bar" role="group" aria-label={t.state}>
          {TABS.map((one) => (
            <button key={one} type="button" className="chip-button" aria-pressed={one === tab} onClick={() => choose(one)}>
              {label(one)}
            </button>
          ))}
        </div>
        {tab === "open" && value && <Responders room={room} desk={desk} />}
        {(tab === "open" || tab === "answered") && <QuestionList key={tab} room={room} state={tab} desk={desk} />}
        {tab === "answered" && desk.owns && <Times room={room} />}
        {tab === "faq" && <FaqList room={room} owns={desk.owns} />}
        {tab === "private" && <PrivateList room={room} desk={desk} known={Boolean(value)} />}
      </div>
      {asking && <AskDialog room={room} onClose={() => setAsking(false)} onAsked={() => choose("private")} />}
    </Pane>
  );
}
