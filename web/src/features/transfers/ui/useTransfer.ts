import { useCallback, useEffect, useRef, useState } from "react";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { problemText } from "../../../platform/problems.ts";
import { toast } from "../../../platform/toast.ts";
import { forgetUnits } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { nextLook, type Transfer } from "../model.ts";
import { t } from "../text.ts";

/** Changes the transfer, one act after another; `meanwhile` shows before the server has answered. Throws what the server refuses. */
export type Act = (doing: string, work: (now: Transfer) => Promise<Transfer>, meanwhile?: (now: Transfer) => Partial<Transfer>) => Promise<void>;

/** Like `Act`, for acts outside of dialogs: a refusal is told at the foot of the window, and whether it was done comes back. */
export type Try = (...act: Parameters<Act>) => Promise<boolean>;

/** A transfer on screen: acts on it, and follows what the server does by itself. */
export function useTransfer(id: Id) {
  const loaded = useLoad(`transfer ${id}`, () => api.transfer(id));
  const { value, replace, reload } = loaded;
  const [doing, setDoing] = useState("");
  const [missed, setMissed] = useState(0);
  const newest = useRef<Transfer | null>(null);
  if (value && value.tick >= (newest.current?.tick ?? 0)) newest.current = value;

  const show = useCallback(
    (next: Transfer) => {
      // What was asked for earlier may come later.
      if (next.tick < (newest.current?.tick ?? 0)) return;
      newest.current = next;
      replace(next);
    },
    [replace],
  );

  useEffect(() => {
    const wait = value ? nextLook(value, Date.now()) : null;
    if (!value || wait === null) return;
    let wanted = true;
    const look = async () => {
      try {
        const next = await api.transfer(id);
        if (!wanted) return;
        show(next);
        if (next.state === value.state) return;
        if (next.state === "draft") toast(t.releaseFailed, "error");
        if (next.state === "released" || next.state === "undone") forgetUnits();
      } catch {
        if (wanted) setMissed((count) => count + 1);
      }
    };
    const timer = setTimeout(() => void look(), wait);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [id, value, missed, show]);

  const last = useRef<Promise<unknown>>(Promise.resolve());
  const act: Act = useCallback(
    (words, work, meanwhile) => {
      const run = async () => {
        const now = newest.current;
        if (!now) return;
        setDoing(words);
        if (meanwhile) show({ ...now, ...meanwhile(now) });
        try {
          show(await work(now));
        } catch (error) {
          show(now);
          // Somebody else was quicker, or it went on by itself.
          if (!(error instanceof Problem && error.passing)) reload();
          throw error;
        } finally {
          setDoing("");
        }
      };
      const result = last.current.then(run);
      last.current = result.catch(() => undefined);
      return result;
    },
    [show, reload],
  );
  const attempt: Try = useCallback(
    async (...given) => {
      try {
        await act(...given);
        return true;
      } catch (error) {
        toast(problemText(error), "error");
        return false;
      }
    },
    [act],
  );
  return { transfer: value, error: loaded.error, reload, doing, act, attempt };
}
