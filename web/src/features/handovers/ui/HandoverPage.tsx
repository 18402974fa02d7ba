import { useCallback, type ReactNode } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { dayText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import type { Handover } from "../model.ts";
import { t } from "../text.ts";
import { Editor } from "./Editor.tsx";
import { Reader } from "./Reader.tsx";
import { StateTag } from "./StateTag.tsx";
import { useHandover } from "./useHandover.ts";
import "./handovers.css";

/** One handover: written by who leaves, read by everybody else. */
export function HandoverPage({ id }: { id: Id }) {
  const me = useMe();
  const title = useArrival();
  const { value, loading, error, reload, replace } = useHandover(id);
  const show = useCallback((next: Handover) => replace(next), [replace]);
  const writes = value?.allowed.edit && !me.leave;
  return (
    <section className="admin-page handovers" aria-labelledby="handover-title">
      <Link className="handovers-back" href="/settings/handovers">
        <Icon name="back" size={16} />
        {t.back}
      </Link>
      <h1 id="handover-title" ref={title} tabIndex={-1}>
        {value ? t.documentOf(value.post) : t.document}
      </h1>
      <ListState loading={loading} error={value ? null : error} empty={!value} retry={reload}>
        {null}
      </ListState>
      {value && (
        <>
          <dl className="handover-facts">
            <Fact name={t.stage}>
              <StateTag line={value} /> {value.version > 0 && t.versionOf(value.version)}
            </Fact>
            <Fact name={t.predecessor}>{value.person.name}</Fact>
            <Fact name={t.successor}>{value.successors.map(({ name }) => name).join("、") || t.vacant}</Fact>
            {value.head && <Fact name={t.head}>{value.head.name}</Fact>}
            <Fact name={t.day}>{value.last_day ? dayText(value.last_day) : t.noDay}</Fact>
          </dl>
          {value.reason === "leave" && <p className="hint">{t.reasonLeave}</p>}
          {writes ? <Editor key={id} handover={value} show={show} /> : <Reader handover={value} show={show} />}
        </>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
