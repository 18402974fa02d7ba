import { Empty, ListState } from "../../../../design/ListState.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useLoad } from "../../../../platform/load.ts";
import { tell } from "../../../../platform/refusals.ts";
import { Link } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.orders.ts";
import { t } from "../../text.templates.ts";
import { templateName } from "./names.ts";
import "./templates.css";

/** The templates with which rooms are made: the organisation's own, and those that come with the program. */
export default function AdminTemplates() {
  const heading = useArrival();
  const list = useLoad("all room templates", api.allTemplates);
  const own = (list.value ?? []).filter((template) => !template.builtin);
  const builtin = (list.value ?? []).filter((template) => template.builtin);
  const hide = async (template: api.RoomTemplate) => {
    try {
      await api.hideTemplate(template.key, !template.hidden);
      list.replace((list.value ?? []).map((other) => (other.key === template.key ? { ...other, hidden: !template.hidden } : other)));
      toast(template.hidden ? t.offered : t.hid);
    } catch (error) {
      void tell(error);
      list.reload();
    }
  };
  const row = (template: api.RoomTemplate) => {
    const name = templateName(template);
    return (
      <li key={template.key}>
        <div>
          <b>{name}</b>
          {template.hidden && <span className="tag">{t.hidden}</span>}
          <p>{template.words.purpose}</p>
        </div>
        <div className="template-actions">
          {!template.builtin && (
            <Link className="button small" href={`/admin/room-templates/${template.key}`} aria-label={`${name} ${t.edit}`}>
              {t.edit}
            </Link>
          )}
          <button type="button" className="button small" aria-label={template.hidden ? t.offer(name) : t.hide(name)} onClick={() => void hide(template)}>
            {template.hidden ? t.offerShort : t.hideShort}
          </button>
        </div>
      </li>
    );
  };
  return (
    <section className="admin-page" aria-labelledby="templates-title">
      <header className="admin-head">
        <h1 id="templates-title" ref={heading} tabIndex={-1}>
          {t.templates}
        </h1>
        <div className="admin-head-actions">
          <Link className="button primary" href="/admin/room-templates/new">
            <Icon name="plus" size={18} />
            {t.newTemplate}
          </Link>
        </div>
      </header>
      <p className="hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={!list.value} retry={list.reload}>
        {null}
      </ListState>
      {list.value && (
        <>
          <h2 id="own-templates">{t.own}</h2>
          {own.length === 0 ? (
            <Empty icon="chat" title={t.noOwn}>
              <p>{t.noOwnHint}</p>
            </Empty>
          ) : (
            <ul className="template-list" aria-labelledby="own-templates">
              {own.map(row)}
            </ul>
          )}
          <h2 id="builtin-templates">{t.builtin}</h2>
          <p className="hint">{t.builtinHint}</p>
          <ul className="template-list" aria-labelledby="builtin-templates">
            {builtin.map(row)}
          </ul>
        </>
      )}
    </section>
  );
}
