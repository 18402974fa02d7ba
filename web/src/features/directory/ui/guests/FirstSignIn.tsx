import { copy } from "../../../../design/copy.ts";
import { Dialog } from "../../../../design/Dialog.tsx";
import { address } from "../../../../platform/place.ts";
import type { Guest } from "../../model.ts";
import { t } from "../../text.guests.ts";
import "./guests.css";

/** With what a guest signs in, shown this once. */
export function FirstSignIn({ guest, password, onClose }: { guest: Guest; password: string; onClose: () => void }) {
  const lines: [string, string][] = [
    [t.address, location.origin + address("/")],
    [t.login, guest.login],
    [t.initialPassword, password],
  ];
  return (
    <Dialog
      title={t.firstSignIn(guest.person.name)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={() => void copy(lines.map(([name, text]) => `${name}: ${text}`).join("\n"))}>
            {t.copyAll}
          </button>
          <button type="button" className="button primary" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <dl className="guest-sign-in">
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{text}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p>{t.firstHint(guest.person.name)}</p>
      <p className="hint">{t.nextStep}</p>
    </Dialog>
  );
}
