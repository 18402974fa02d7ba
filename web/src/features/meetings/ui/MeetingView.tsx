import { useCallback, useEffect, useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import { Link } from "../../../platform/router.ts";
import { marginsOf, standingOf, type Beside, type Spot } from "../model.ts";
import { looksAway } from "../sync.ts";
import { t } from "../text.ts";
import { AgendaPane } from "./AgendaPane.tsx";
import { MarginsPane } from "./MarginsPane.tsx";
import { MeetingMenu } from "./MeetingMenu.tsx";
import { Presenting } from "./Presenting.tsx";
import { isForPage, movesAcross } from "./keys.ts";
import { Sheet } from "./Sheet.tsx";
import type { Turn } from "./turning.tsx";
import { useMeeting, type Hall } from "./useMeeting.ts";
import "./meetings.css";

const WIDE = "(min-width: 64rem)";

/** A meeting on the whole screen: agenda, the material at which everybody is, and one's own margin. */
export default function MeetingView({ room, id }: { room: Id; id: Id }) {
  const hall = useMeeting(id);
  const isGone = hall.isGone || (hall.error instanceof Problem && hall.error.status === 404);
  if (isGone)
    return (
      <main className="meeting-start">
        <Empty page icon="list" title={t.gone}>
          <Link className="button" href={`/rooms/${room}/meetings`}>
            {t.backToRoom}
          </Link>
        </Empty>
      </main>
    );
  if (!hall.opened) return <main className="meeting-start">{hall.error ? <Failed error={hall.error} retry={hall.reload} /> : <Loading />}</main>;
  return <Table room={room} hall={hall} />;
}

function Table({ room, hall }: { room: Id; hall: Hall }) {
  const { opened, materials, here, presents, go, comeBack } = hall;
  const [agenda, setAgenda] = useState(() => matchMedia(WIDE).matches);
  const [margins, setMargins] = useState(false);
  const [blocks, setBlocks] = useState<readonly string[]>([]);
  const [beside, setBeside] = useState<Beside | null>(null);
  const turn = useRef<Turn | null>(null);
  const spot = here.spot;
  const at = materials.findIndex((material) => material.id === spot?.material);
  const material = materials[at] ?? null;
  const away = !presents && looksAway(here);

  // Another material has another margin.
  useEffect(() => {
    setBlocks([]);
  }, [material?.id]);
  // What was chosen to write beside holds until one is somewhere else.
  useEffect(() => {
    setBeside(null);
  }, [spot?.material, spot?.page]);

  const toMaterial = useCallback(
    (to: number) => {
      const next = materials[to];
      if (next) go({ material: next.id, page: 1 });
    },
    [materials, go],
  );
  const onStep = useCallback((step: Turn | null) => {
    turn.current = step;
  }, []);
  const turnTo = useCallback((page: number) => material && go({ material: material.id, page }), [material, go]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isForPage(event) || movesAcross(event)) return;
      const acts: Record<string, () => void> = {
        f: comeBack,
        F: comeBack,
        ArrowRight: () => turn.current?.(1),
        ArrowLeft: () => turn.current?.(-1),
        PageDown: () => turn.current?.(1),
        PageUp: () => turn.current?.(-1),
        "]": () => toMaterial(at + 1),
        "[": () => toMaterial(at - 1),
      };
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [comeBack, toMaterial, at]);

  if (!opened) return null;
  const { meeting } = opened;
  const placed = material && hall.margins ? marginsOf(hall.margins, material.id, blocks) : [];
  const look = (to: Spot) => {
    go(to);
    // On a narrow screen the agenda lies over what was chosen from it.
    if (!matchMedia(WIDE).matches) setAgenda(false);
  };
  return (
    <main className="meeting" data-agenda={agenda || undefined} data-margins={margins || undefined} aria-labelledby="meeting-title">
      <header className="meeting-head">
        <Link className="icon-button" href={`/rooms/${room}/meetings`} aria-label={t.backToRoom}>
          <Icon name="back" />
        </Link>
        <div className="meeting-heading">
          <h1 id="meeting-title">{meeting.title}</h1>
          <p>
            {momentText(meeting.starts_at)}
            {meeting.place && ` ・ ${meeting.place}`} ・ {t.chair} {meeting.chair.name} ・ {t[standingOf(meeting)]}
          </p>
        </div>
        <button type="button" className="button" aria-expanded={agenda} aria-controls="meeting-agenda" onClick={() => setAgenda(!agenda)}>
          <Icon name="list" size={20} />
          {agenda ? t.agendaHide : t.agendaShow}
        </button>
        <button type="button" className="button" aria-expanded={margins} aria-controls="meeting-margins" onClick={() => setMargins(!margins)}>
          <Icon name="edit" size={20} />
          {margins ? t.marginsHide : t.marginsShow}
        </button>
        <MeetingMenu hall={hall} room={room} />
      </header>
      <Presenting hall={hall} away={away} />
      {agenda && <AgendaPane hall={hall} onLook={look} />}
      <Sheet
        key={material?.id ?? "none"}
        room={room}
        material={material}
        page={spot?.page ?? 1}
        presenterPage={here.shown?.presenter && here.shown.material_id === material?.id ? here.shown.page : null}
        presents={presents}
        marked={placed.map(({ place }) => place)}
        onStep={onStep}
        onTurn={turnTo}
        onBlocks={setBlocks}
        onChoose={(page, words) => setBeside({ page, words })}
      />
      {margins && (!material || !hall.margins) && (
        <aside id="meeting-margins" className="meeting-margins" aria-label={t.margins}>
          {material ? <Loading /> : <p>{t.noMargins}</p>}
        </aside>
      )}
      {margins && material && hall.margins && (
        <MarginsPane meeting={meeting} material={material} margins={placed} beside={beside ?? { page: spot?.page ?? 1, words: blocks[(spot?.page ?? 1) - 1] ?? "" }} onWritten={hall.written} onGo={turnTo} />
      )}
    </main>
  );
}
