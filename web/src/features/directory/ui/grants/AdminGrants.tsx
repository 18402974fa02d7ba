import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { SortBar } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { byReading, finds } from "../../../../platform/reading.ts";
import { Link } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { Grant } from "../../model.ts";
import { t } from "../../text.grants.ts";
import { useNames, useTitles } from "../barriers/useNames.ts";
import type { Names } from "../barriers/words.ts";
import { Explainer } from "./Explainer.tsx";
import { draftOf, holderText, partsText, reachText, stateOf, termText } from "./words.ts";
import "./grants.css";

/** Who was given what of the administration, and why somebody may do something. */
export default function AdminGrants() {
  const list = useLoad("grants", async () => (await api.grants()).items);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<"unit" | "reading">("unit");
  const [ending, setEnding] = useState<Grant | null>(null);
  const title = useArrival();
  const titles = useTitles();
  const grants = list.value ?? [];
  const names = useNames(grants.map((grant) => grant.holder), titles);
  const found = grants.filter((grant) => finds(text, [grant.holder_name, grant.holder_reading, holderText(grant.holder, names), partsText(grant.parts), reachText(grant, names)]));
  const shown = sort === "unit" ? found : [...found].sort((a, b) => byReading.compare(a.holder_reading, b.holder_reading));
  const today = dayOf(Date.now());
  const attempt = async (work: () => Promise<unknown>, done: () => void) => {
    try {
      await work();
      done();
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  const end = (grant: Grant) =>
    attempt(
      () => api.removeGrant(grant.id),
      () => toast(t.ended(holderText(grant.holder, names)), "done", { label: t.undo, run: () => void attempt(() => api.addGrant(draftOf(grant)), () => toast(t.undone)) }),
    );
  const add = (
    <Link className="button primary" href="/admin/grants/new">
      <Icon name="plus" size={18} />
      {t.add}
    </Link>
  );
  return (
    <section className="admin-page" aria-labelledby="grants-title">
      <header className="admin-head">
        <h1 id="grants-title" ref={title} tabIndex={-1}>
          {t.grants}
        </h1>
        {grants.length > 0 && add}
      </header>
      <p className="hint grant-hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={grants.length === 0} retry={list.reload}>
        <Empty icon="desk" title={t.none}>
          <p>{t.noneHint}</p>
          {add}
        </Empty>
      </ListState>
      {grants.length > 0 && (
        <>
          <div className="pane-tools">
            <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
            <SortBar
              value={sort}
              onChange={setSort}
              options={[
                { value: "unit", label: t.sortUnit },
                { value: "reading", label: t.sortReading },
              ]}
            />
          </div>
          {shown.length === 0 && <p role="status">{t.nothingFound}</p>}
          <ul className="grants">
            {shown.map((grant) => (
              <Card key={grant.id} grant={grant} names={names} today={today} onEnd={() => setEnding(grant)} />
            ))}
          </ul>
        </>
      )}
      <Explainer titles={titles} state={grants.map(({ id, tick }) => `${id} ${tick}`).join()} />
      {ending && (
        <Confirm
          title={t.endOf(holderText(ending.holder, names))}
          text={t.endAsk(holderText(ending.holder, names), ending.holder_count, partsText(ending.parts))}
          confirm={t.end}
          danger
          onConfirm={() => void end(ending)}
          onClose={() => setEnding(null)}
        />
      )}
    </section>
  );
}

function Card({ grant, names, today, onEnd }: { grant: Grant; names: Names; today: string; onEnd: () => void }) {
  const holder = holderText(grant.holder, names);
  const state = stateOf(grant, today);
  return (
    <li className="grant" data-state={state}>
      <h2>
        <Link href={`/admin/grants/${grant.id}`} aria-label={t.changeOf(holder)}>
          {holder}
        </Link>
        <span className="tag">{t[state]}</span>
      </h2>
      <p>{partsText(grant.parts)}</p>
      <p>
        {t.scope}
        {t.colon}
        {reachText(grant, names)}
      </p>
      <p className="grant-foot">
        <small>{termText(grant)}</small>
        <b>{t.holds(grant.holder_count)}</b>
        <button type="button" className="button small" aria-label={t.endOf(holder)} onClick={onEnd}>
          {t.end}
        </button>
      </p>
    </li>
  );
}
