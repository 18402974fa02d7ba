import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import * as api from "../../api.rotas.ts";
import { t } from "../../text.rotas.ts";
import { TEMPLATES, type Template } from "./words.ts";
import "./rotas.css";

/** The rotas that somebody keeps, and new ones from templates. */
export default function AdminRotas() {
  const list = useLoad("rotas", async () => (await api.rotas()).items);
  const [asking, setAsking] = useState(false);
  const title = useArrival();
  const rotas = (list.value ?? []).filter((rota) => rota.may_change);
  const add = (
    <button type="button" className="button primary" onClick={() => setAsking(true)}>
      <Icon name="plus" size={18} />
      {t.add}
    </button>
  );
  return (
    <section className="admin-page" aria-labelledby="admin-rotas-title">
      <header className="admin-head">
        <h1 id="admin-rotas-title" ref={title} tabIndex={-1}>
          {t.rotas}
        </h1>
        {rotas.length > 0 && add}
      </header>
      <p className="hint rota-width">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={rotas.length === 0} retry={list.reload}>
        <Empty icon="clock" title={t.none}>
          <p>{t.noneHint}</p>
          {add}
        </Empty>
      </ListState>
      <ul className="rota-list rota-width">
        {rotas.map((rota) => (
          <li key={rota.id}>
            <h2>
              <Link href={`/admin/rotas/${rota.id}`}>{rota.name}</Link>
            </h2>
            <p>
              {rota.unit_name} ・ {t.crewsAndPeople(rota.crews, rota.people)}
            </p>
            <Link className="button small" href={`/rotas/${rota.id}`}>
              {t.open}
            </Link>
          </li>
        ))}
      </ul>
      {asking && <TemplateDialog onClose={() => setAsking(false)} />}
    </section>
  );
}

function TemplateDialog({ onClose }: { onClose: () => void }) {
  const [template, setTemplate] = useState<Template>("three");
  return (
    <Dialog
      title={t.add}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button primary" onClick={() => navigate(`/admin/rotas/new/${template}`)}>
            {t.create}
          </button>
        </>
      }
    >
      <Choice label={t.template} value={template} options={TEMPLATES.map((value) => ({ value, label: t[`template_${value}`], hint: t[`templateHint_${value}`] }))} onChange={setTemplate} />
    </Dialog>
  );
}
