import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";
import { codeText } from "../platform/problems.ts";
import { Problem } from "../platform/http.ts";
import { focused } from "./focus.ts";
import { t } from "./text.ts";

export interface FrameProps {
  label: string;
  hint?: string;
  error?: string | null;
}

/** A label with hint and error around a field. */
export function Frame({ id, label, hint, error, required, children }: FrameProps & { id: string; required?: boolean; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} id={`${id}-label`}>
        {label}
        {required && <span className="required">{t.required}</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** The ids of what describes a field in such a frame. */
export function described(id: string, props: FrameProps): string | undefined {
  return [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

/** A labelled input; hint and error are read out with it. */
export function TextField({ label, hint, error, autoFocus, ...input }: FrameProps & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={input.required}>
      <input id={id} ref={autoFocus ? focused : undefined} className="input" aria-invalid={error ? true : undefined} aria-describedby={described(id, { label, hint, error })} {...input} />
    </Frame>
  );
}

/** The same for more than a line. */
export function TextArea({ label, hint, error, ...area }: FrameProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={area.required}>
      <textarea id={id} className="input" aria-invalid={error ? true : undefined} aria-describedby={described(id, { label, hint, error })} {...area} />
    </Frame>
  );
}

export function SelectField({ label, hint, error, children, ...select }: FrameProps & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={select.required}>
      <select id={id} className="input" aria-describedby={described(id, { label, hint, error })} {...select}>
        {children}
      </select>
    </Frame>
  );
}

/** The sentence for one field of a refused form. */
export function fieldError(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((candidate) => candidate.field === field);
  return found ? codeText(found.code === "unexpected" ? "invalid" : found.code) : null;
}

/** One of several, as large buttons; the browser's radio keys work. */
export function Choice<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly { value: T; label: string; hint?: string }[]; onChange: (value: T) => void }) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.value} className="choice-option">
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>
              {option.label}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Buttons that choose an order. */
export function SortBar<T extends string>({ value, options, onChange }: { value: T; options: readonly { value: T; label: string }[]; onChange: (value: T) => void }) {
  return (
    <div className="sort-bar" role="group" aria-label={t.sort}>
      {options.map((option) => (
        <button key={option.value} type="button" className="chip-button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
