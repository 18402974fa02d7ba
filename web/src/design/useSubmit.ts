import { useState, type FormEvent } from "react";

interface Submit {
  error: unknown;
  busy: boolean;
  submit: (event: FormEvent) => void;
  /** Does something else than the form, in its place. */
  run: (other: () => Promise<unknown>) => void;
  fail: (error: unknown) => void;
}

/** What a form does when it is sent: one thing at a time, and what went wrong is kept to be shown. `reason` is what is wrong to begin with. */
export function useSubmit(act: () => Promise<unknown>, reason: unknown = null): Submit {
  const [error, setError] = useState<unknown>(reason);
  const [busy, setBusy] = useState(false);
  const run = (other: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    other()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(act);
  };
  return { error, busy, submit, run, fail: setError };
}
