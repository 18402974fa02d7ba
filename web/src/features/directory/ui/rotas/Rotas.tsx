import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.rotas.ts";
import { t } from "../../text.rotas.ts";
import "./rotas.css";

/** The rotas that somebody may read, their own first. */
export default function Rotas() {
  const list = useLoad("rotas", async () => (await api.rotas()).items);
  const title = useArrival();
  const rotas = [...(list.value ?? [])].sort((a, b) => Number(b.mine) - Number(a.mine));
  return (
    <section className="page" aria-labelledby="rotas-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="rotas-title" ref={title} tabIndex={-1}>
            {t.rotas}
          </h1>
        </div>
      </header>
      <div className="page-body">
        <ListState loading={list.loading} error={list.error} empty={rotas.length === 0} retry={list.reload}>
          <Empty icon="clock" title={t.noneOwn}>
            <p>{t.noneOwnHint}</p>
          </Empty>
        </ListState>
        {rotas.length > 0 && <p className="hint">{t.ownHint}</p>}
        <ul className="rota-list">
          {rotas.map((rota) => (
            <li key={rota.id}>
              <h2>
                <Link href={`/rotas/${rota.id}`}>{rota.name}</Link>
                {rota.mine && <span className="tag">{t.mine}</span>}
              </h2>
              <p>
                {rota.unit_name} ・ {t.crewsAndPeople(rota.crews, rota.people)}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
