import { Dialog } from "../../../../design/Dialog.tsx";
import { Loading, MoreButton } from "../../../../design/ListState.tsx";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet } from "../../../../platform/people.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.inspections.ts";
import type { Message } from "../../model.ts";
import { t } from "../../text.inspections.ts";
import { InspectedMessage, useAuthor } from "./InspectedMessage.tsx";
import { inspectionProblem } from "./words.ts";

/** The replies below a message, from the first on. */
export function InspectedThread({ inspection, root, onReaders, onClose }: { inspection: Id; root: Message; onReaders: (message: Message) => void; onClose: () => void }) {
  const name = useAuthor(root);
  const ask = async (after: number) => {
    const page = await api.replies(inspection, root.id, { after });
    meet(page.people);
    return page;
  };
  const { value: page, error, replace } = useLoad(`inspected thread ${root.id}`, () => ask(0));
  const more = async (known: api.InspectedThread) => {
    try {
      const next = await ask(known.messages.at(-1)?.seq ?? 0);
      replace({ ...next, messages: [...known.messages, ...next.messages] });
    } catch (problem) {
      toast(inspectionProblem(problem), "error");
    }
  };
  return (
    <Dialog title={t.repliesTo(name)} width="wide" onClose={onClose}>
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {inspectionProblem(error)}
        </p>
      )}
      {!page && !error && <Loading />}
      {page && (
        <>
          <InspectedMessage inspection={inspection} message={page.root} onThread={null} onReaders={() => onReaders(page.root)} />
          <div className="inspected-replies">
            {page.messages.map((message) => (
              <InspectedMessage inspection={inspection} key={message.id} message={message} onThread={null} onReaders={() => onReaders(message)} />
            ))}
          </div>
          <MoreButton more={page.more_after ? () => void more(page) : null} />
        </>
      )}
    </Dialog>
  );
}
