import { Menu } from "../design/Menu.tsx";
import type { Anchor } from "../design/Popover.tsx";
import { quickItems } from "../features/directory/ui/whereabouts/quick.ts";
import { knowsOthers } from "../platform/places.ts";
import { navigate } from "../platform/router.ts";
import { useMe } from "../platform/session.ts";
import type { Over } from "./Shell.tsx";
import { t } from "./text.ts";

interface Props {
  anchor: Anchor;
  onClose: () => void;
  onOver: (over: Over) => void;
}

/** The menu of the own picture: where I am, what is mine, and the way out. */
export default function OwnMenu({ anchor, onClose, onOver }: Props) {
  const me = useMe();
  return (
    <Menu
      anchor={anchor}
      label={t.account}
      onClose={onClose}
      head={
        <p className="menu-head">
          <b>{me.person.name}</b>
          <small>{me.organisation.name}</small>
        </p>
      }
      items={[
        ...(me.leave ? [] : quickItems(me, () => onOver("whereabouts"))),
        { label: t.profile, icon: "people", run: () => navigate("/settings/profile") },
        { label: t.settings, icon: "settings", run: () => navigate("/settings/look") },
        { label: t.help, icon: "help", shortcut: "?", run: () => onOver("help") },
        ...(knowsOthers() ? [{ label: t.organisations, icon: "columns" as const, run: () => onOver("organisations") }] : []),
        { label: t.signOut, icon: "leave", run: () => onOver("sign-out") },
      ]}
    />
  );
}
