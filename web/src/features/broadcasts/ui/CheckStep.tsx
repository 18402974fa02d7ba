import { useState } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Confirm } from "../../../design/Dialog.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { ListState, MoreButton } from "../../../design/ListState.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad, usePages } from "../../../platform/load.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { fieldOf, instantOf, type Draft } from "../model.ts";
import { t } from "../text.ts";
import type { Draw } from "./BroadcastPage.tsx";
import { FileList } from "./FileList.tsx";
import { audienceText, senderText, useNames } from "./words.ts";

interface Props {
  id: Id;
  /** The files that the draft has on the server. */
  attached: ReadonlySet<Id>;
  draft: Draft;
  draw: Draw;
  sendAt: string | null;
  fault: string | null;
  onSendAt: (at: string | null) => void;
  /** Sends it. */
  onSend: () => void;
  busy: boolean;
}

/** The last look: how it reads, who gets it, when, and what speaks against that moment. */
export function CheckStep({ id, attached, draft, draw, sendAt, fault, onSendAt, onSend, busy }: Props) {
  const names = useNames(draft.audience);
  const [order, setOrder] = useState<api.Order>("reading");
  const key = JSON.stringify([draft.audience, sendAt]);
  const found = useLoad(`broadcast preview ${key}`, () => api.preview(draft.audience, sendAt, "reading", null));
  const people = usePages(`broadcast people ${key} ${order}`, (cursor) => api.preview(draft.audience, sendAt, order, cursor));
  const [listed, setListed] = useState(false);
  const [asked, setAsked] = useState(false);
  const me = useMe();
  const post = me.person.posts.find(({ id }) => id === draft.as_post);
  const looked = found.value;
  const total = looked?.total ?? 0;
  const action = looked?.needs_consent ? t.askConsent : sendAt ? t.sendLater : t.sendNow;
  const confirm = draft.must_read && draft.confirm_by;
  return (
    <div className="broadcast-check">
      <h2>{draft.title || t.noSubject}</h2>
      <div className="broadcast-body">{draw(draft.body)}</div>
      <FileList broadcast={id} files={draft.files} kept={attached} />
      <p className="broadcast-audience">
        <b>{t.sender}</b> {senderText({ person: me.person, post: post?.name })}
      </p>
      <p className="broadcast-audience">
        <b>{t.audience}</b> {audienceText(draft.audience, names)}
      </p>
      {confirm && (
        <p>
          {t.mustRead} {t.confirmBy(momentText(confirm))}
        </p>
      )}
      <div role="status">
        {found.loading && <p>{t.counting}</p>}
        {looked && <p className="broadcast-total">{total > 0 ? t.total(total) : t.noOne}</p>}
      </div>
      <ListState loading={false} error={found.error} empty={!looked} retry={found.reload}>
        {null}
      </ListState>
      {looked && (
        <ul className="broadcast-warnings">
          {looked.left_out.beyond > 0 && <Warning text={t.beyond(looked.left_out.beyond)} />}
          {looked.left_out.barred > 0 && <Warning text={t.barred(looked.left_out.barred)} />}
          {looked.needs_consent && <Warning text={t.needsConsent} />}
          {looked.closed_day && <Warning text={t.closedDay} />}
          {!looked.closed_day && looked.off_hours && <Warning text={t.offHours} />}
        </ul>
      )}
      {total > 0 && (
        <details className="broadcast-group" open={listed} onToggle={(event) => setListed(event.currentTarget.open)}>
          <summary>{t.names}</summary>
          <SortBar
            value={order}
            onChange={setOrder}
            options={[
              { value: "reading", label: t.byReading },
              { value: "unit", label: t.byUnit },
            ]}
          />
          <ul className="broadcast-names below">
            {people.items.map((person) => (
              <li key={person.id}>
                <PersonRow person={person} watch={false} />
              </li>
            ))}
          </ul>
          <MoreButton more={people.more} />
        </details>
      )}
      <MomentField label={t.when} hint={t.nowHint} error={fault} value={fieldOf(sendAt)} onChange={(next) => onSendAt(instantOf(next))} />
      <div className="form-actions">
        <button type="button" className="button primary" disabled={busy || !looked || total === 0} onClick={() => setAsked(true)}>
          <Icon name="send" size={18} />
          {action}
        </button>
      </div>
      {asked && (
        <Confirm
          title={action}
          text={t.sendAsk(total)}
          confirm={action}
          onConfirm={() => {
            setAsked(false);
            onSend();
          }}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <li>
      <Icon name="help" size={16} />
      {text}
    </li>
  );
}
