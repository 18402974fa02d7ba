import { useState } from "react";
import type { Id } from "../../../../platform/ids.ts";
import type { Desk } from "../../model.ts";
import { t } from "../../text.requests.ts";
import { AskDialog } from "./AskDialog.tsx";

interface Props {
  desks: readonly Desk[];
  barrier?: Id;
  className?: string;
  /** How it is called where several stand on one screen. */
  label?: string;
}

/** The button that asks a desk, with its dialog. */
export function AskButton({ desks, barrier, className = "button", label }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className={className} aria-label={label} onClick={() => setAsking(true)}>
        {t.ask}
      </button>
      {asking && <AskDialog desks={desks} barrier={barrier} onClose={() => setAsking(false)} />}
    </>
  );
}
