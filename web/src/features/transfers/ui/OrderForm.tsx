import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, fieldError, SelectField, TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { UNIT_KINDS, unitKindText } from "../../../design/people/unitKinds.ts";
import { newId } from "../../../platform/ids.ts";
import type { Unit } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { orderOf, type OrderDraft, type UnitChoice, type UnitOrder } from "../model.ts";
import { t } from "../text.ts";

interface Props {
  units: readonly Unit[];
  choices: readonly UnitChoice[];
  onSave: (order: UnitOrder) => Promise<void>;
  onClose: () => void;
}

const EMPTY: OrderDraft = { kind: "create", unit: "", into: "", name: "", reading: "", unitKind: "section", parent: "" };

/** Units in official order, those below others set in. */
function Options({ choices }: { choices: readonly UnitChoice[] }) {
  return choices.map((choice) => (
    <option key={choice.id} value={choice.id}>
      {`${"　".repeat(choice.depth)}${choice.isNew ? t.newUnit(choice.name) : choice.name}`}
    </option>
  ));
}

/** Asks what is done to one unit. */
export function OrderForm({ units, choices, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(EMPTY);
  const [fresh] = useState(newId);
  const [isSame, setIsSame] = useState(false);
  const set = (change: Partial<OrderDraft>) => {
    setIsSame(false);
    setDraft({ ...draft, ...change });
  };
  const { kind } = draft;
  const names = kind === "create" || kind === "change";
  const open = choices.filter((choice) => !choice.ends && choice.id !== draft.unit);
  const chooseUnit = (id: string) => {
    const unit = units.find((candidate) => candidate.id === id);
    set({ unit: id, name: unit?.name ?? "", reading: unit?.reading ?? "", parent: "", into: draft.into === id ? "" : draft.into });
  };
  const { error, busy, submit } = useSubmit(async () => {
    const order = orderOf(draft, units, fresh);
    if (!order) return setIsSame(true);
    await onSave(order);
    onClose();
  });
  return (
    <Dialog
      title={t.addOrder}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="order-form" className="button primary">
            {busy ? t.comparing : t.add}
          </button>
        </>
      }
    >
      <form id="order-form" className="form" onSubmit={submit}>
        <Choice
          label={t.orderKind}
          value={kind}
          onChange={(next) => {
            setIsSame(false);
            setDraft({ ...EMPTY, kind: next });
          }}
          options={[
            { value: "create", label: t.kindCreate, hint: t.kindCreateHint },
            { value: "change", label: t.kindChange, hint: t.kindChangeHint },
            { value: "merge", label: t.kindMerge, hint: t.kindMergeHint },
            { value: "close", label: t.kindClose, hint: t.kindCloseHint },
          ]}
        />
        {kind !== "create" && (
          <SelectField label={t.unit} required value={draft.unit} onChange={(event) => chooseUnit(event.target.value)}>
            <option value="">{t.choose}</option>
            <Options choices={choices.filter((choice) => !choice.isOrdered)} />
          </SelectField>
        )}
        {names && (
          <div className="form-row">
            <TextField label={t.unitName} required maxLength={100} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
            <TextField label={t.reading} required maxLength={100} value={draft.reading} onChange={(event) => set({ reading: event.target.value })} />
          </div>
        )}
        {names && (
          <div className="form-row">
            {kind === "create" && (
              <SelectField label={t.unitKind} value={draft.unitKind} onChange={(event) => set({ unitKind: UNIT_KINDS.find((unitKind) => unitKind === event.target.value) })}>
                {UNIT_KINDS.map((unitKind) => (
                  <option key={unitKind} value={unitKind}>
                    {unitKindText(unitKind)}
                  </option>
                ))}
              </SelectField>
            )}
            <SelectField label={t.parent} value={draft.parent} onChange={(event) => set({ parent: event.target.value })}>
              <option value="">{kind === "create" ? t.noParent : t.sameParent}</option>
              <Options choices={open} />
            </SelectField>
          </div>
        )}
        {kind === "merge" && (
          <SelectField label={t.into} required value={draft.into} onChange={(event) => set({ into: event.target.value })}>
            <option value="">{t.choose}</option>
            <Options choices={open} />
          </SelectField>
        )}
        {(isSame || Boolean(error)) && (
          <p className="form-error" role="alert">
            {isSame ? t.changesNothing : (fieldError(error, "orders") ?? problemText(error))}
          </p>
        )}
      </form>
    </Dialog>
  );
}
