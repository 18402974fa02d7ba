import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useDebounced, useLoad } from "../../../platform/load.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { oidcProblem } from "./problems.ts";
import { t } from "../text.ts";

/** As many as one answer holds. */
const MOST = 50;

/** Who is linked with a provider, and taking a link off. */
export function Links({ provider, onClose }: { provider: api.Provider; onClose: () => void }) {
  const [words, setWords] = useState("");
  const asked = useDebounced(words);
  const list = useLoad(`links ${asked}`, () => api.links(provider.id, asked));
  const items = list.value?.items ?? [];
  const takeOff = async (account: string) => {
    try {
      await api.removeLink(provider.id, account);
      toast(t.unlinked);
    } catch (error) {
      toast(oidcProblem(error), "error");
    }
    list.reload();
  };
  return (
    <Dialog
      title={t.linksOf(provider.name)}
      width="wide"
      onClose={onClose}
      actions={
        <button type="button" className="button" onClick={onClose}>
          {t.close}
        </button>
      }
    >
      <input className="input" type="search" aria-label={t.searchLinks} placeholder={t.searchLinks} value={words} onChange={(event) => setWords(event.target.value)} />
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <p>{t.noLinks}</p>
      </ListState>
      {items.length > 0 && (
        <div className="table-scroll" role="region" aria-label={t.linksOf(provider.name)} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.person}</th>
                <th scope="col">{t.knownAs}</th>
                <th scope="col">{t.since}</th>
                <th scope="col">{t.actions}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ account_id, person, known_as, linked_at }) => (
                <tr key={account_id}>
                  <td>{person.name}</td>
                  <td>{known_as}</td>
                  <td className="number">{momentText(linked_at)}</td>
                  <td>
                    <button type="button" className="button small danger" aria-label={t.takeOffOf(person.name)} onClick={() => void takeOff(account_id)}>
                      {t.takeOff}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {items.length >= MOST && <p className="hint">{t.firstFifty}</p>}
    </Dialog>
  );
}
