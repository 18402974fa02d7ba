import { copy } from "../../../../design/copy.ts";
import { Dialog } from "../../../../design/Dialog.tsx";
import { t } from "../../text.shared.ts";

/** What was made for somebody and is shown this once. */
export function Secret({ title, secret, hint, onClose }: { title: string; secret: string; hint: string; onClose: () => void }) {
  return (
    <Dialog
      title={title}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={() => void copy(secret)}>
            {t.copy}
          </button>
          <button type="button" className="button primary" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <p className="shared-secret">
        <code>{secret}</code>
      </p>
      <p>{hint}</p>
    </Dialog>
  );
}
