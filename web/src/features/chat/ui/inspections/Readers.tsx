import { Dialog } from "../../../../design/Dialog.tsx";
import { Loading } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { shortText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import * as api from "../../api.inspections.ts";
import type { Message } from "../../model.ts";
import { t } from "../../text.inspections.ts";
import { usedBy } from "../names.ts";
import { useAuthor } from "./InspectedMessage.tsx";
import { inspectionProblem } from "./words.ts";

/** Who of the room has read a message, and who has not. */
export function Readers({ inspection, message, onClose }: { inspection: Id; message: Message; onClose: () => void }) {
  const name = useAuthor(message);
  const { value, error } = useLoad(`inspected readers ${message.id}`, () => api.readers(inspection, message.id));
  return (
    <Dialog title={t.readersOf(name)} onClose={onClose}>
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {inspectionProblem(error)}
        </p>
      )}
      {!value && !error && <Loading />}
      {value && (
        <>
          <h3>{t.hasRead(value.read.length)}</h3>
          <ul className="people-list">
            {value.read.map(({ person, at, operators }) => (
              <li key={person.id}>
                <PersonRow person={person} watch={false}>
                  {operators && operators.length > 0 && <small>{operators.map((operator) => usedBy("", operator)).join("")}</small>}
                  {at && <time dateTime={at}>{shortText(at)}</time>}
                </PersonRow>
              </li>
            ))}
          </ul>
          <h3>{t.hasNotRead(value.unread.length)}</h3>
          <ul className="people-list">
            {value.unread.map(({ person }) => (
              <li key={person.id}>
                <PersonRow person={person} watch={false} />
              </li>
            ))}
          </ul>
          {value.off_duty.length > 0 && (
            <>
              <h3>{t.offDuty(value.off_duty.length)}</h3>
              <ul className="people-list">
                {value.off_duty.map(({ person }) => (
                  <li key={person.id}>
                    <PersonRow person={person} watch={false} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </Dialog>
  );
}
