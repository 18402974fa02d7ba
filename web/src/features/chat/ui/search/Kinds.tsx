import type { KeyboardEvent } from "react";
import { t } from "../../text.search.ts";

/** What of all that can be found is shown. */
export const KINDS = ["all", "messages", "notes", "files", "people", "rooms"] as const;
export type Kind = (typeof KINDS)[number];

/** What an address or a kept search names; everything when it names nothing that there is. */
export const asKind = (word: string | null | undefined): Kind => KINDS.find((kind) => kind === word) ?? "all";

/** What a kind is called. */
export const kindName = (kind: Kind): string => (kind === "files" ? t.inFiles : t[kind]);

/** The panel below the tabs. */
export const PANEL = "search-found";

/** One tab for each kind; the arrows go from one to the next. */
export function Kinds({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = KINDS.indexOf(kind);
    const last = KINDS.length - 1;
    const goals: Record<string, number> = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last };
    const goal = KINDS[goals[event.key] ?? -1];
    if (!goal) return;
    event.preventDefault();
    onKind(goal);
    event.currentTarget.querySelector<HTMLElement>(`[data-kind="${goal}"]`)?.focus();
  };
  return (
    <div className="tabs search-kinds" role="tablist" aria-label={t.kinds} tabIndex={-1} onKeyDown={onKeyDown}>
      {KINDS.map((one) => (
        <button key={one} type="button" role="tab" className="tab" data-kind={one} aria-selected={one === kind} aria-controls={PANEL} tabIndex={one === kind ? 0 : -1} onClick={() => onKind(one)}>
          {kindName(one)}
        </button>
      ))}
    </div>
  );
}
