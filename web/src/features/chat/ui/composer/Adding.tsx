import { useEffect, useRef, useState } from "react";
import { Menu, type MenuItem } from "../../../../design/Menu.tsx";
import type { Anchor } from "../../../../design/Popover.tsx";
import { cards, type Adding as Add } from "../../../../platform/cards.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import type { StreamKey } from "../../actions.ts";
import { t as words } from "../../text.noreply.ts";
import { t } from "../../text.ts";

interface Props {
  anchor: Anchor;
  stream: StreamKey;
  asPost: string | null;
  shared: boolean;
  /** Whether what is being written wants no reply. */
  noReply: boolean;
  onNoReply: (wanted: boolean) => void;
  onClose: () => void;
}

/** What can be put into a room besides words, and how words can be marked, from all features that have such things. */
export default function Adding({ anchor, stream, asPost, shared, noReply, onNoReply, onClose }: Props) {
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
  if (chosen) return <>{chosen.dialog({ room: stream.room, thread: stream.thread, asPost, shared, onClose })}</>;
  if (!adds) return null;
  // The menu closes itself before it does what was chosen.
  const pick = (add: Add) => {
    picked.current = true;
    setChosen(add);
  };
  const mark: MenuItem = { label: noReply ? words.undo : words.choose, icon: "reply", run: () => onNoReply(!noReply) };
  const items = [...adds.map((add): MenuItem => ({ label: add.label, icon: add.icon, run: () => pick(add) })), mark];
  return <Menu anchor={anchor} label={t.addThing} items={items} onClose={() => setTimeout(() => picked.current || onClose())} />;
}
