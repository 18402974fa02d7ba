import { Icon } from "../../../../design/Icon.tsx";
import { t as words } from "../../text.noreply.ts";

/** Above what is being written: that what it answers wants no reply, and that it wants none itself. */
export function NoReply({ asked, chosen, onUndo }: { asked: boolean; chosen: boolean; onUndo: () => void }) {
  return (
    <>
      {asked && (
        <p className="composer-banner" role="status">
          <span>{words.asked}</span>
        </p>
      )}
      {chosen && (
        <p className="composer-banner">
          <span role="status">{words.chosen}</span>
          <button type="button" className="icon-button small" aria-label={words.undo} title={words.undo} onClick={onUndo}>
            <Icon name="close" size={16} />
          </button>
        </p>
      )}
    </>
  );
}
