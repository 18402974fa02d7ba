import { useId, useState, type FormEvent, type ReactNode } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { Choice, SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { cards } from "../../../platform/cards.ts";
import { newId } from "../../../platform/ids.ts";
import { toast } from "../../../platform/toast.ts";
import { judge, moveTo, reword, takeBack, unite } from "../actions.ts";
import * as api from "../api.ts";
import { fromField, inOrder, LONGEST, toField, VERDICTS, type Board, type Counted, type Group, type Part, type Verdict } from "../model.ts";
import type { Own } from "../store.own.ts";
import { likeness } from "../model.similar.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import type { Asking } from "./IdeaItem.tsx";
import { excerpt, fault, problem } from "./words.ts";

interface FormProps {
  title: string;
  done: string;
  busy?: boolean;
  error?: unknown;
  onSubmit: (event: FormEvent) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog with one form. */
function FormDialog({ title, done, busy = false, error = null, onSubmit, onClose, children }: FormProps) {
  const form = useId();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy}>
            {done}
          </button>
        </>
      }
    >
      <form id={form} className="idea-form" onSubmit={onSubmit}>
        {children}
        {Boolean(error) && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface Props {
  board: Board;
  ideas: readonly Counted[];
  asking: Asking;
  onClose: () => void;
}

/** What is asked about an idea before something is done with it. */
export function Asked({ board, ideas, asking: { kind, idea }, onClose }: Props) {
  const From = cards["task"]?.From;
  switch (kind) {
    case "edit":
      return <EditDialog board={board} idea={idea} onClose={onClose} />;
    case "back":
      return <Confirm title={t.takeBackTitle} text={t.takeBackText} confirm={t.takeBack} danger onConfirm={() => void takeBack(board, idea)} onClose={onClose} />;
    case "unite":
      return <UniteDialog board={board} ideas={ideas} idea={idea} onClose={onClose} />;
    case "judge":
      return <JudgeDialog board={board} idea={idea} onClose={onClose} />;
    case "new_group":
      return <GroupDialog board={board} group={null} onMade={(group) => void moveTo(board, idea, group)} onClose={onClose} />;
    case "task":
      return From ? <From room={board.room_id} thread={null} message={null} words={idea.words} source={{ kind: "message", id: board.message_id, room_id: board.room_id }} shared={false} onClose={onClose} /> : null;
  }
}

/** Other words for an idea of one's own. */
export function EditDialog({ board, idea, onClose }: { board: Board; idea: Own | Counted; onClose: () => void }) {
  const [words, setWords] = useState(idea.words);
  const { error, busy, submit } = useSubmit(async () => {
    await reword(board, idea, words);
    onClose();
  });
  return (
    <FormDialog title={t.editTitle} done={t.save} busy={busy || words.trim() === ""} error={fault(error, "words") ? null : error} onSubmit={submit} onClose={onClose}>
      <TextArea label={t.yourIdea} hint={t.ideaHint} required rows={3} maxLength={LONGEST * 2} value={words} error={fault(error, "words")} onChange={(event) => setWords(event.currentTarget.value)} />
    </FormDialog>
  );
}

function UniteDialog({ board, ideas, idea, onClose }: { board: Board; ideas: readonly Counted[]; idea: Counted; onClose: () => void }) {
  const heads = inOrder(
    ideas.filter((one) => !one.merged_into && one.id !== idea.id),
    "reading",
  );
  const goals = heads.map((one) => ({ one, like: likeness(one.words, idea.words) })).sort((first, second) => second.like - first.like);
  const [into, setInto] = useState(goals[0]?.one.id ?? "");
  return (
    <FormDialog
      title={t.uniteTitle}
      done={t.uniteNow}
      busy={into === ""}
      onSubmit={(event) => {
        event.preventDefault();
        void unite(board, idea, into);
        onClose();
      }}
      onClose={onClose}
    >
      <p className="idea-words">{idea.words}</p>
      <SelectField label={t.uniteWith} hint={t.uniteHint} value={into} onChange={(event) => setInto(event.currentTarget.value)}>
        {goals.map(({ one }) => (
          <option key={one.id} value={one.id}>
            {excerpt(one.words)}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}

function JudgeDialog({ board, idea, onClose }: { board: Board; idea: Counted; onClose: () => void }) {
  const [verdict, setVerdict] = useState<Verdict>(idea.verdict === "open" ? "adopted" : idea.verdict);
  const [reason, setReason] = useState(idea.reason);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    // Refused, the words stay in their field.
    if (await judge(board, idea, verdict, reason)) onClose();
    else setBusy(false);
  };
  const options: readonly Verdict[] = [...VERDICTS, "open"];
  return (
    <FormDialog title={t.judgeTitle} done={t.save} busy={busy} onSubmit={(event) => void submit(event)} onClose={onClose}>
      <p className="idea-words">{idea.words}</p>
      <Choice label={t.verdict} value={verdict} options={options.map((value) => ({ value, label: t[value] }))} onChange={setVerdict} />
      {verdict !== "open" && <TextField label={t.reason} hint={t.reasonHint} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />}
    </FormDialog>
  );
}

/** Makes a group, or gives it another name. */
export function GroupDialog({ board, group, onMade, onClose }: { board: Board; group: Group | null; onMade?: (group: Group) => void; onClose: () => void }) {
  // The same id while the dialog stands: sent twice, it is one group.
  const [id] = useState(() => group?.id ?? newId());
  const [name, setName] = useState(group?.name ?? "");
  const { error, busy, submit } = useSubmit(async () => {
    put(await api.nameGroup(board.id, id, name));
    onMade?.({ id, name: name.trim() });
    onClose();
  });
  return (
    <FormDialog title={group ? t.renameGroup : t.groupTitle} done={group ? t.save : t.make} busy={busy || name.trim() === ""} error={fault(error, "name") ? null : error} onSubmit={submit} onClose={onClose}>
      <TextField label={t.groupName} required maxLength={60} value={name} error={fault(error, "name")} onChange={(event) => setName(event.currentTarget.value)} />
    </FormDialog>
  );
}

/** Until when ideas or votes are taken; without names only longer. */
export function UntilDialog({ board, part, onClose }: { board: Board; part: Part; onClose: () => void }) {
  const until = part === "ideas" ? board.ideas_until : board.votes_until;
  const [value, setValue] = useState(until ? toField(until) : "");
  const fixed = board.anonymous && part === "ideas";
  const { error, busy, submit } = useSubmit(async () => {
    put(await api.setUntil(board.id, part, value ? fromField(value) : null));
    onClose();
    toast(t.untilSet);
  });
  return (
    <FormDialog title={part === "ideas" ? t.setIdeasUntil : t.setVotesUntil} done={t.save} busy={busy} error={fault(error, "until") ? null : error} onSubmit={submit} onClose={onClose}>
      <MomentField
        label={part === "ideas" ? t.ideasUntil : t.votesUntil}
        hint={fixed ? t.fixedUntilHint : t.ideasUntilHint}
        required={fixed}
        value={value}
        error={fault(error, "until")}
        onChange={(next) => setValue(next)}
      />
    </FormDialog>
  );
}
