import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useLoad } from "../../../../platform/load.ts";
import { may } from "../../../../platform/powers.ts";
import { useMe } from "../../../../platform/session.ts";
import { useFindable } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.ts";
import type { Barrier } from "../../model.ts";
import { t } from "../../text.barriers.ts";
import { Simulator } from "./Simulator.tsx";
import { useNames, useTitles } from "./useNames.ts";
import { entryText, leavesText, type Names } from "./words.ts";
import "./barriers.css";

/** Who can be reached only by some, and what that means for two people. */
export default function AdminBarriers() {
  const findable = useFindable();
  const list = useLoad(`barriers ${findable}`, async () => (await api.barriers()).items);
  const barriers = list.value ?? [];
  const titles = useTitles();
  const names = useNames(barriers.flatMap(({ protects, keepers }) => [...protects, ...keepers]), titles);
  const title = useArrival();
  const add = may(useMe(), "barriers", "change") && (
    <Link className="button primary" href="/admin/barriers/new">
      <Icon name="plus" size={18} />
      {t.add}
    </Link>
  );
  return (
    <section className="admin-page" aria-labelledby="barriers-title">
      <header className="admin-head">
        <h1 id="barriers-title" ref={title} tabIndex={-1}>
          {t.barriers}
        </h1>
        {barriers.length > 0 && add}
      </header>
      <p className="hint barrier-hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={barriers.length === 0} retry={list.reload}>
        <Empty icon="barrier" title={t.none}>
          <p>{t.noneHint}</p>
          <div className="barrier-example">
            <p>{t.example}</p>
            <ul>
              <li>{t.exampleProtects}</li>
              <li>{t.exampleKeepers}</li>
              <li>{t.exampleDesk}</li>
            </ul>
          </div>
          {add}
        </Empty>
      </ListState>
      {barriers.length > 0 && (
        <ul className="barriers">
          {barriers.map((barrier) => (
            <Card key={barrier.id} barrier={barrier} names={names} />
          ))}
        </ul>
      )}
      <Simulator titles={titles} state={barriers.map(({ id, tick }) => `${id} ${tick}`).join()} />
    </section>
  );
}

function Card({ barrier, names }: { barrier: Barrier; names: Names }) {
  const said = (circle: Barrier["protects"]) => circle.map((entry) => entryText(entry, names)).join(t.comma);
  return (
    <li className="barrier">
      <h2>
        <Link href={`/admin/barriers/${barrier.id}`}>{barrier.name}</Link>
      </h2>
      <p>
        <b>{t.protectedCount(barrier.protected_count)}</b>
        <small>{said(barrier.protects)}</small>
      </p>
      <p>
        <b>{t.keeperCount(barrier.keeper_count)}</b>
        <small>{said(barrier.keepers)}</small>
      </p>
      <p>{t.leavesLine(leavesText(barrier.leaves))}</p>
      <p>{t.deskLine(barrier.desk_unit_id ? names.unit(barrier.desk_unit_id) : t.noDesk)}</p>
    </li>
  );
}
