import { useState } from "react";
import { Confirm, Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { newId } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.whereabouts.ts";
import type { Place } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";

/** The places of the organisation that people choose from. */
export function Places() {
  const list = useLoad("admin places", api.places);
  const [editing, setEditing] = useState<Place | "new" | null>(null);
  const [removing, setRemoving] = useState<Place | null>(null);
  const places = list.value?.items ?? [];
  const remove = async (place: Place) => {
    try {
      await api.removePlace(place.id);
      toast(t.removed);
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  return (
    <section aria-labelledby="places-title">
      <header className="admin-head">
        <h2 id="places-title">{t.places}</h2>
        <button type="button" className="button" onClick={() => setEditing("new")}>
          <Icon name="plus" size={18} />
          {t.addPlace}
        </button>
      </header>
      <p className="hint">{t.placesHint}</p>
      <ListState loading={list.loading} error={list.error} empty={places.length === 0} retry={list.reload}>
        <Empty icon="place" title={t.noPlaces}>
          <p>{t.noPlacesHint}</p>
        </Empty>
      </ListState>
      {places.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                {[t.placeOrder, t.placeName, t.placeReading, t.placeExtension, t.edit].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((place) => (
                <tr key={place.id}>
                  <td className="number">{place.order}</td>
                  <td>{place.name}</td>
                  <td>{place.reading}</td>
                  <td className="number">{place.extension}</td>
                  <td>
                    <button type="button" className="button small" aria-label={t.editOf(place.name)} onClick={() => setEditing(place)}>
                      {t.edit}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing && (
        <PlaceDialog
          place={editing === "new" ? null : editing}
          nextOrder={Math.max(0, ...places.map((place) => place.order)) + 10}
          onRemove={setRemoving}
          onClose={() => setEditing(null)}
          onDone={() => {
            setEditing(null);
            list.reload();
          }}
        />
      )}
      {removing && <Confirm title={t.removePlace} text={t.removePlaceAsk(removing.name)} confirm={t.removePlace} danger onConfirm={() => void remove(removing)} onClose={() => setRemoving(null)} />}
    </section>
  );
}

interface Props {
  place: Place | null;
  nextOrder: number;
  onRemove: (place: Place) => void;
  onClose: () => void;
  onDone: () => void;
}

function PlaceDialog({ place, nextOrder, onRemove, onClose, onDone }: Props) {
  const [id] = useState(() => place?.id ?? newId());
  const [name, setName] = useState(place?.name ?? "");
  const [reading, setReading] = useState(place?.reading ?? "");
  const [extension, setExtension] = useState(place?.extension ?? "");
  const [order, setOrder] = useState(place?.order ?? nextOrder);
  const { error, busy, submit } = useSubmit(async () => {
    const said = { name, reading, extension: extension.trim() || null, order };
    await (place ? api.changePlace(place, said) : api.addPlace({ id, ...said }));
    onDone();
  });
  return (
    <Dialog
      title={place ? t.editPlace : t.addPlace}
      width="small"
      onClose={onClose}
      actions={
        <>
          {place && (
            <button
              type="button"
              className="button danger"
              onClick={() => {
                onClose();
                onRemove(place);
              }}
            >
              {t.removePlace}
            </button>
          )}
          <button type="submit" form="place-form" className="button primary" disabled={busy}>
            {t.placeSave}
          </button>
        </>
      }
    >
      <form id="place-form" className="form" onSubmit={submit}>
        <TextField label={t.placeName} required maxLength={100} value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
        <TextField label={t.placeReading} required maxLength={100} value={reading} error={fieldError(error, "reading")} onChange={(event) => setReading(event.target.value)} />
        <TextField label={t.placeExtension} maxLength={30} value={extension} error={fieldError(error, "extension")} onChange={(event) => setExtension(event.target.value)} />
        <TextField label={t.placeOrder} type="number" value={order} onChange={(event) => setOrder(Number(event.target.value))} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
