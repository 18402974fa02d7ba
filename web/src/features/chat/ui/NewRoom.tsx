import { lazy, Suspense, useState, type FormEvent } from "react";
import { Choice, fieldError, SelectField, TextField } from "../../../design/Field.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import type { Answer } from "../../../platform/api/wire.ts";
import { call } from "../../../platform/http.ts";
import { newId } from "../../../platform/ids.ts";
import { useDebounced, useLoad } from "../../../platform/load.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { back, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import { withWords } from "../../../platform/texts.ts";
import { useUnits } from "../../../platform/units.ts";
import { chatStore } from "../store.ts";
import { putRoom } from "../sync.ts";
import * as api from "../api.ts";
import type { RoomTemplate } from "../api.orders.ts";
import type { Rule } from "../model.ts";
import { t } from "../text.ts";
import { t as words } from "../text.dialogs.ts";
import { Page } from "./Page.tsx";
import TemplateChoice from "./templates/TemplateChoice.tsx";

const DeskHints = lazy(() => withWords(import("./requests/DeskHints.tsx")));

type Kind = "private" | "open" | "unit" | "rule";

/** A new room in a few seconds: a name is enough; people come by unit, title or name. */
export function NewRoom() {
  const me = useMe();
  const units = useUnits();
  const administrator = me.rights === "administrator";
  const [kind, setKind] = useState<Kind>("private");
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState("");
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const [unit, setUnit] = useState("");
  const [rule, setRule] = useState<Rule>({ max_rank: null, units: [], employments: [], titles: [] });
  const [template, setTemplate] = useState<RoomTemplate | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // The same id for every try: a second press after a lost answer makes no second room.
  const [id] = useState(newId);
  const ownUnits = new Set(me.person.posts.map((post) => post.unit_id));
  const offered = administrator ? units : units.filter((candidate) => ownUnits.has(candidate.id));
  const kinds: { value: Kind; label: string; hint: string }[] = [
    { value: "private", label: t.kindPrivate, hint: words.kindPrivateHint },
    { value: "open", label: t.kindOpen, hint: words.kindOpenHint },
  ];
  if (offered.length > 0) kinds.push({ value: "unit", label: t.kindUnit, hint: t.kindUnitHint });
  if (administrator) kinds.push({ value: "rule", label: t.kindRule, hint: words.kindRuleHint });

  // What somebody has written stays; only what the last template brought gives way.
  const begin = (next: RoomTemplate | null) => {
    const [was, is] = [template?.words, next?.words];
    if (name === "" || name === was?.room_name) setName(is?.room_name ?? "");
    if (purpose === "" || purpose === was?.purpose) setPurpose(is?.purpose ?? "");
    setTemplate(next);
  };

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const room = await api.createRoom({
        id,
        kind,
        name: name.trim(),
        purpose: purpose.trim(),
        unit_id: kind === "unit" ? unit : undefined,
        rule: kind === "rule" ? rule : undefined,
        people: kind === "unit" || kind === "rule" ? undefined : people.map((person) => person.id),
        opening: template?.words.opening,
      });
      chatStore.update((state) => putRoom(state, room));
      // A rule need not take in who made it.
      navigate(room.mine ? `/rooms/${room.id}` : "/admin/rooms", { replace: true });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <Page title={t.newRoom}>
      <form className="form narrow" onSubmit={(event) => void create(event)}>
        <TemplateChoice chosen={template} onChoose={begin} />
        <TextField label={t.roomName} required maxLength={80} autoFocus placeholder={words.roomNameExample} value={name} onChange={(event) => setName(event.target.value)} error={fieldError(error, "name")} />
        <TextField label={t.purpose} hint={t.purposeHint} maxLength={250} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        <Choice label={t.kind} value={kind} options={kinds} onChange={setKind} />
        {kind === "unit" && (
          <SelectField label={t.unit} required value={unit} onChange={(event) => setUnit(event.target.value)}>
            <option value="">{words.chooseUnit}</option>
            {offered.map((candidate) => (
              <option key={candidate.id} value={candidate.id}>
                {`${"　".repeat(candidate.depth)}${candidate.name} (${candidate.head_count})`}
              </option>
            ))}
          </SelectField>
        )}
        {kind === "rule" && <RuleFields rule={rule} onChange={setRule} />}
        {(kind === "private" || kind === "open") && <PeoplePicker label={words.people} chosen={people} onChange={setPeople} without={[me.person.id]} />}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={busy || name.trim() === "" || (kind === "unit" && unit === "")}>
            {words.create}
          </button>
          <button type="button" className="button" onClick={() => back("/")}>
            {t.stop}
          </button>
        </div>
      </form>
    </Page>
  );
}

const EMPLOYMENTS = ["regular", "fiscal_year", "special", "councillor"] as const;

function RuleFields({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const units = useUnits();
  const titles = useLoad("titles", async () => (await call<Answer<"list_titles">>("GET", "/titles")).items);
  const settled = useDebounced(JSON.stringify(rule), 300);
  const preview = useLoad(settled, () => api.previewRule(rule));
  const names = { regular: words.employmentRegular, fiscal_year: words.employmentFiscalYear, special: words.employmentSpecial, councillor: words.employmentCouncillor };
  const toggle = (employment: (typeof EMPLOYMENTS)[number], on: boolean) => {
    const kept = rule.employments.filter((other) => other !== employment);
    onChange({ ...rule, employments: on ? [...kept, employment] : kept });
  };
  return (
    <>
      <SelectField label={words.ruleRank} value={rule.max_rank ?? ""} onChange={(event) => onChange({ ...rule, max_rank: event.target.value === "" ? null : Number(event.target.value) })}>
        <option value="">{words.ruleAnyRank}</option>
        {[...(titles.value ?? [])]
          .sort((a, b) => a.rank - b.rank)
          .map((title) => (
            <option key={title.id} value={title.rank}>
              {words.ruleRankOrAbove(title.name)}
            </option>
          ))}
      </SelectField>
      <SelectField label={words.ruleUnit} value={rule.units[0] ?? ""} onChange={(event) => onChange({ ...rule, units: event.target.value === "" ? [] : [event.target.value] })}>
        <option value="">{words.ruleAnyUnit}</option>
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {`${"　".repeat(unit.depth)}${unit.name}`}
          </option>
        ))}
      </SelectField>
      <fieldset className="choice">
        <legend>{words.employment}</legend>
        {EMPLOYMENTS.map((employment) => (
          <label key={employment} className="check">
            <input type="checkbox" checked={rule.employments?.includes(employment) ?? false} onChange={(event) => toggle(employment, event.target.checked)} />
            {names[employment]}
          </label>
        ))}
      </fieldset>
      <p className="rule-preview" role="status">
        {preview.value ? `${words.ruleCount(preview.value.count)} ${preview.value.sample.slice(0, 5).map((person) => person.name).join(t.comma)}` : preview.error ? problemText(preview.error) : t.loading}
      </p>
    </>
  );
}

/** Starts a conversation with the chosen people, or opens the one there is. */
export function NewDirect() {
  const me = useMe();
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const start = async () => {
    try {
      const room = await api.direct(people.map((person) => person.id));
      chatStore.update((state) => putRoom(state, room));
      navigate(`/rooms/${room.id}`, { replace: true });
    } catch (error) {
      toast(problemText(error), "error");
    }
  };
  return (
    <Page title={t.newDirect}>
      <div className="form narrow">
        <PeoplePicker label={words.directWith} chosen={people} onChange={setPeople} without={[me.person.id]} autoFocus withUnits={false} />
        <Suspense>
          <DeskHints />
        </Suspense>
        <div className="form-actions">
          <button type="button" className="button primary" disabled={people.length === 0 || people.length > 19} onClick={() => void start()}>
            {words.startTalk}
          </button>
        </div>
      </div>
    </Page>
  );
}
