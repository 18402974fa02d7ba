import type { ReactNode } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { back } from "../../../platform/router.ts";
import { t } from "../text.ts";

/** A place beside the room list that is no room. */
export function Page({ title, tools, children }: { title: string; tools?: ReactNode; children: ReactNode }) {
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="room-header">
        <button type="button" className="icon-button phone-only" aria-label={t.toRooms} onClick={() => back("/")}>
          <Icon name="back" />
        </button>
        <div className="room-heading">
          <h1 id="page-title">{title}</h1>
        </div>
        {tools}
      </header>
      <div className="page-body">{children}</div>
    </section>
  );
}
