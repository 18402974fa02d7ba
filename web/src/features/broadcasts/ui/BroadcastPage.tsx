import type { ReactNode } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { ManagedView } from "./ManagedView.tsx";
import { ReceivedView } from "./ReceivedView.tsx";
import { useNews } from "./useNews.ts";
import "./broadcasts.css";

/** How the talk's markup is drawn: features do not know one another, so the shell brings it along. */
export type Draw = (body: string) => ReactNode;

/** What stands beside the list before one is chosen. */
export function NoneChosen() {
  return (
    <Empty page icon="broadcast" title={t.choose}>
      <p>{t.chooseHint}</p>
    </Empty>
  );
}

/** The way back to the list, where there is no room for it beside the page. */
export function BackLink({ href = "/broadcasts" }: { href?: string }) {
  return (
    <Link className="broadcast-back" href={href}>
      <Icon name="back" size={16} />
      {t.back}
    </Link>
  );
}

/** One broadcast: as I received it, and, where I answer for it, how it fares. */
export function BroadcastPage({ id, draw }: { id: Id; draw: Draw }) {
  const title = useArrival();
  const { value, error, reload } = useLoad(`broadcast ${id}`, () => api.broadcast(id));
  useNews(id, reload);
  if (!value) return error ? <Failed error={error} retry={reload} /> : <Loading />;
  const { received, managed } = value;
  const name = managed?.title ?? received?.title ?? t.withdrawnTitle;
  return (
    <article className="admin-page broadcast-page" aria-labelledby="broadcast-title">
      <BackLink />
      <h1 id="broadcast-title" ref={title} tabIndex={-1}>
        {name || t.noSubject}
      </h1>
      {received && <ReceivedView key={id} received={received} draw={draw} />}
      {managed && <ManagedView key={`managed ${id}`} broadcast={managed} draw={draw} withWords={!received} reload={reload} />}
    </article>
  );
}
