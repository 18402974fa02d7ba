import { useRef, useState, type FormEvent } from "react";

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
  // Two presses may come before it is drawn that the first one counts.
  const running = useRef(false);
  const run = (other: () => Promise<unknown>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(null);
    other()
      .catch(setError)
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(act);
  };
  return { error, busy, submit, run, fail: setError };
}
