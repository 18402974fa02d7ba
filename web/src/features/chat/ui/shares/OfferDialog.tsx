import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { Mark } from "../../../../design/Mark.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { useLoad } from "../../../../platform/load.ts";
import { prefixOf } from "../../../../platform/place.ts";
import { finds } from "../../../../platform/reading.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.shares.ts";
import type { Room } from "../../model.ts";
import { t } from "../../text.shares.ts";
import { OneOf } from "./OneOf.tsx";
import { RoomField } from "./RoomField.tsx";
import { shareField, shareProblem } from "./words.ts";
import "./shares.css";

const MANY = 6;
const LONGEST = 500;

/** Who is asked: one of the list, or the one at an address that somebody typed. */
type Asked = { kind: "listed"; organisation: api.Organisation } | { kind: "code" };

/** Asks another organisation to share a room. */
export default function OfferDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const listed = useLoad("organisations to share with", api.organisations);
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [code, setCode] = useState("");
  const [room, setRoom] = useState<Room | null>(null);
  const [purpose, setPurpose] = useState("");
  const all = listed.value ?? [];
  // Who finds nobody in the list types the address.
  const who: Asked | null = asked ?? (listed.value?.length === 0 ? { kind: "code" } : null);
  const complete = who !== null && (who.kind === "listed" || code.trim() !== "") && room !== null && purpose.trim() !== "";
  const { error, busy, submit } = useSubmit(async () => {
    if (!complete) return;
    const { organisation } = await api.offer({ organisation: who.kind === "listed" ? (who.organisation.code ?? null) : code.trim(), room: room.id, purpose: purpose.trim() });
    toast(t.sent(organisation.name));
    onDone();
    onClose();
  });
  const rows: Asked[] = [...all.filter((one) => finds(text, [one.name, one.code])).map((organisation): Asked => ({ kind: "listed", organisation })), { kind: "code" }];
  return (
    <Dialog
      title={t.offer}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="offer-share" className="button primary" disabled={busy || !complete}>
            {busy ? t.sending : t.send}
          </button>
        </>
      }
    >
      <form id="offer-share" className="form" onSubmit={submit}>
        <p className="share-crosses">{t.crosses}</p>
        <ListState loading={listed.loading} error={listed.error} empty={listed.value === null} retry={listed.reload}>
          {null}
        </ListState>
        {listed.value && (
          <OneOf
            label={t.which}
            hint={t.whichHint}
            rows={rows}
            keyOf={keyOf}
            chosen={who && keyOf(who)}
            onChoose={setAsked}
            show={(row) =>
              row.kind === "code" ? (
                <b>{t.byCode}</b>
              ) : (
                <>
                  <Mark organisation={row.organisation} among={all} />
                  <b>{row.organisation.name}</b>
                </>
              )
            }
            search={all.length > MANY ? { label: t.searchOrganisations, text, onChange: setText } : undefined}
          />
        )}
        {who?.kind === "code" && (
          <TextField
            label={t.code}
            required
            hint={t.codeHint(`${location.origin}${prefixOf("")}`)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={code}
            error={shareField(error, "organisation")}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
        <RoomField label={t.whichRoom} hint={t.whichRoomHint} room={room} sharedToo onChange={setRoom} />
        <TextField label={t.purpose} hint={t.purposeHint} required maxLength={LONGEST} autoComplete="off" value={purpose} error={shareField(error, "purpose")} onChange={(event) => setPurpose(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {shareProblem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

const keyOf = (asked: Asked) => (asked.kind === "code" ? "by code" : `at ${asked.organisation.code ?? ""}`);
