import { useEffect, useRef, useState } from "react";
import { Menu } from "../../../../design/Menu.tsx";
import type { Anchor } from "../../../../design/Popover.tsx";
import { cards, type Adding as Add } from "../../../../platform/cards.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import type { StreamKey } from "../../actions.ts";
import { t } from "../../text.ts";

/** What can be put into a room besides words, from all features that have such things. */
export default function Adding({ anchor, stream, asPost, onClose }: { anchor: Anchor; stream: StreamKey; asPost: string | null; onClose: () => void }) {
  const [adds, setAdds] = useState<Add[] | null>(null);
  const [chosen, setChosen] = useState<Add | null>(null);
  const picked = useRef(false);
  useEffect(() => {
    Promise.all(Object.values(cards).map((parts) => parts.adds())).then(
      (all) => setAdds(all.flat()),
      (error: unknown) => {
        toast(problemText(error), "error");
        onClose();
      },
    );
    // Loaded once for as long as the menu stands.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  if (chosen) return <>{chosen.dialog({ room: stream.room, thread: stream.thread, asPost, onClose })}</>;
  if (!adds) return null;
  // The menu closes itself before it does what was chosen.
  const pick = (add: Add) => {
    picked.current = true;
    setChosen(add);
  };
  const items = adds.map((add) => ({ label: add.label, icon: add.icon, run: () => pick(add) }));
  return <Menu anchor={anchor} label={t.addThing} items={items} onClose={() => setTimeout(() => picked.current || onClose())} />;
}
