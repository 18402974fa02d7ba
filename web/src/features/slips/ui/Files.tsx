import { useId, useRef } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { newId, type Id } from "../../../platform/ids.ts";
import { problemText } from "../../../platform/problems.ts";
import * as api from "../api.files.ts";
import { t } from "../text.ts";

/** Files of one message at most. */
const MOST_FILES = 20;

/** A file that is on its way to the server, or has come. */
export interface Brought {
  id: Id;
  file: File;
  state: "sending" | "whole" | "failed";
  why: string | null;
}

/** The files that have come. */
export const wholeOf = (files: readonly Brought[]): Id[] => files.filter(({ state }) => state === "whole").map(({ id }) => id);

interface Props {
  label: string;
  choose: string;
  files: readonly Brought[];
  /** What is offered to be chosen, as the browser's inputs take it. */
  accept?: string;
  onChange: (change: (files: readonly Brought[]) => readonly Brought[]) => void;
}

/** Files that go with what is being written: each is sent as soon as it is chosen. */
export function Files({ label, choose, files, accept, onChange }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const change = (which: Id, part: Partial<Brought>) => onChange((now) => now.map((one) => (one.id === which ? { ...one, ...part } : one)));
  const send = (one: Brought) => {
    change(one.id, { state: "sending", why: null });
    api.bring(one.id, one.file).then(
      () => change(one.id, { state: "whole" }),
      (error: unknown) => change(one.id, { state: "failed", why: problemText(error) }),
    );
  };
  const add = (chosen: FileList | null) => {
    const added = [...(chosen ?? [])].slice(0, MOST_FILES - files.length).map((file): Brought => ({ id: newId(), file, state: "sending", why: null }));
    onChange((now) => [...now, ...added]);
    added.forEach(send);
  };
  const remove = (one: Brought) => {
    onChange((now) => now.filter(({ id: other }) => other !== one.id));
    api.forget(one.id);
  };
  return (
    <div className="field">
      <span id={id}>{label}</span>
      {files.length > 0 && (
        <ul className="slip-files" aria-labelledby={id}>
          {files.map((one) => (
            <li key={one.id}>
              <span>{one.file.name}</span>
              {one.state === "sending" && <span role="status">{t.bringing}</span>}
              {one.state === "failed" && (
                <>
                  <span className="field-error" role="alert">
                    {one.why ?? t.notBrought}
                  </span>
                  <button type="button" className="link-button" aria-label={t.retryFile(one.file.name)} onClick={() => send(one)}>
                    {t.send}
                  </button>
                </>
              )}
              <button type="button" className="icon-button small" aria-label={t.removeFile(one.file.name)} onClick={() => remove(one)}>
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label={choose}
        onChange={(event) => {
          add(event.currentTarget.files);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <button type="button" className="button small" disabled={files.length >= MOST_FILES} onClick={() => input.current?.click()}>
        <Icon name="attach" size={18} />
        {choose}
      </button>
    </div>
  );
}
