import { copy } from "../../../../design/copy.ts";
import { Dialog } from "../../../../design/Dialog.tsx";
import type { Answer } from "../../../../platform/api/wire.ts";
import { address } from "../../../../platform/place.ts";
import type { Guest } from "../../model.ts";
import { t } from "../../text.guests.ts";
import "./guests.css";

/** What was made for a guest: a password beside their sign-in name, or a link and its PIN. */
export type Entry = { kind: "password"; password: string } | ({ kind: "link" } & Pick<Answer<"create_guest_link">, "address" | "picture" | "pin">);

/** With what a guest comes in, shown this once. */
export function FirstSignIn({ guest, entry, onClose }: { guest: Guest; entry: Entry; onClose: () => void }) {
  const { name } = guest.person;
  const byLink = entry.kind === "link";
  const link = byLink ? entry.address : "";
  const lines: [string, string][] = byLink
    ? [
        [t.link, link],
        [t.pin, entry.pin],
      ]
    : [
        [t.address, location.origin + address("/")],
        [t.login, guest.login],
        [t.initialPassword, entry.password],
      ];
  return (
    <Dialog
      title={byLink ? t.madeLink(name) : t.firstSignIn(name)}
      onClose={onClose}
      actions={
        <>
          {/* A PIN goes another way than its link. */}
          <button type="button" className="button" onClick={() => void copy(byLink ? link : lines.map(([what, text]) => `${what}: ${text}`).join("\n"))}>
            {byLink ? t.copyLink : t.copyAll}
          </button>
          <button type="button" className="button primary" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <dl className="guest-sign-in">
        {lines.map(([what, text]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <code>{text}</code>
            </dd>
          </div>
        ))}
      </dl>
      {byLink && (
        <svg className="guest-qr" role="img" aria-label={t.linkPicture} viewBox={`0 0 ${entry.picture.size} ${entry.picture.size}`} shapeRendering="crispEdges">
          <path fill="#fff" d={`M0,0h${entry.picture.size}v${entry.picture.size}h-${entry.picture.size}z`} />
          <path fill="#000" d={entry.picture.path} />
        </svg>
      )}
      <p>{(byLink ? t.linkHint : t.firstHint)(name)}</p>
      <p className="hint">{t.nextStep}</p>
    </Dialog>
  );
}
