import { useCallback, useEffect, useRef, useState } from "react";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import * as api from "../api.ts";
import { draftOf, editOf, rebased, type Draft, type Handover } from "../model.ts";

/** Whether what is on screen is kept. */
export type Saving = { is: "saved"; at: number | null } | { is: "unsaved" | "saving" | "elsewhere" } | { is: "failed" | "refused"; error: unknown };

const PAUSE_MS = 1000;
const RETRY_MS = 5000;

interface Now {
  draft: Draft;
  named: Id[] | null;
  tick: number;
  /** Counts what was written; what was saved is the number up to which it was sent. */
  written: number;
  saved: number;
}

/** A draft on screen that saves itself a moment after each change, one save at a time, and never writes over what another screen saved. */
export function useDraft(handover: Handover, show: (next: Handover) => void) {
  const { id } = handover;
  const [draft, setDraft] = useState(() => draftOf(handover));
  const [saving, setSaving] = useState<Saving>({ is: "saved", at: null });
  const now = useRef<Now>({ draft, named: null, tick: handover.tick, written: 0, saved: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const busy = useRef<Promise<void> | null>(null);

  const put = useCallback((next: Draft) => {
    now.current.draft = next;
    setDraft(next);
  }, []);

  const send = useCallback(async () => {
    const state = now.current;
    const [upTo, named] = [state.written, state.named];
    setSaving({ is: "saving" });
    try {
      const fresh = await api.edit(id, state.tick, editOf(state.draft, named));
      state.tick = fresh.tick;
      state.saved = upTo;
      if (state.named === named) state.named = null;
      show(fresh);
      // What was collected meanwhile is shown; what somebody types is left alone.
      if (state.written === upTo) put(rebased(state.draft, draftOf(fresh)));
      setSaving(state.written === upTo ? { is: "saved", at: Date.now() } : { is: "unsaved" });
    } catch (error) {
      if (error instanceof Problem && error.code === "stale") setSaving({ is: "elsewhere" });
      else setSaving({ is: error instanceof Problem && error.passing ? "failed" : "refused", error });
      throw error;
    }
  }, [id, show, put]);

  /** Saves what is not saved yet. Throws when that does not go. */
  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    while (busy.current) await busy.current.catch(() => undefined);
    if (now.current.written === now.current.saved) return;
    busy.current = send().finally(() => {
      busy.current = null;
    });
    await busy.current;
  }, [send]);

  const later = useCallback(
    function soon(wait: number): void {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush().catch((error: unknown) => error instanceof Problem && error.passing && soon(RETRY_MS)), wait);
    },
    [flush],
  );

  const note = useCallback(() => {
    now.current.written += 1;
    setSaving({ is: "unsaved" });
    later(PAUSE_MS);
  }, [later]);

  const write = useCallback(
    (change: (draft: Draft) => Draft) => {
      put(change(now.current.draft));
      note();
    },
    [put, note],
  );

  const name = useCallback(
    (named: Id[]) => {
      now.current.named = named;
      note();
    },
    [note],
  );

  /** After it was changed elsewhere: what is here with what is there, or what is there alone. */
  const settle = useCallback(
    async (keep: boolean) => {
      const fresh = await api.handover(id);
      const state = now.current;
      state.tick = fresh.tick;
      put(keep ? rebased(state.draft, draftOf(fresh)) : draftOf(fresh));
      show(fresh);
      if (keep) await flush();
      else {
        state.saved = state.written;
        state.named = null;
        setSaving({ is: "saved", at: null });
      }
    },
    [id, put, show, flush],
  );

  // What came from elsewhere, while nothing is written here.
  useEffect(() => {
    const state = now.current;
    if (handover.tick <= state.tick || state.written !== state.saved || busy.current) return;
    state.tick = handover.tick;
    put(draftOf(handover));
  }, [handover, put]);

  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (now.current.written !== now.current.saved) event.preventDefault();
    };
    window.addEventListener("beforeunload", onLeave);
    return () => {
      window.removeEventListener("beforeunload", onLeave);
      void flush().catch(() => undefined);
    };
  }, [flush]);

  /** The version that is on screen. */
  const tick = useCallback(() => now.current.tick, []);

  return { draft, saving, write, name, flush, settle, tick };
}
