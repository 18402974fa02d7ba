import { useRef, useState, type ChangeEvent } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { TextField } from "../../../design/Field.tsx";
import { momentText } from "../../../platform/dates.ts";
import { meet, type Person } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { sessionStore, useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { squarePhoto } from "./photo.ts";
import { untilOptions, type Until } from "./place.ts";
import { t as places } from "../text.places.ts";
import { t } from "../text.ts";

function take(person: Person): void {
  meet([person]);
  sessionStore.update((me) => me && { ...me, person });
}

async function save(act: () => Promise<Person>): Promise<void> {
  try {
    take(await act());
    toast(t.saved);
  } catch (error) {
    toast(problemText(error), "error");
  }
}

/** What I tell others about me: where I am, a few words, photo and numbers. */
export default function Profile() {
  const { person } = useMe();
  return (
    <section className="admin-page form" aria-labelledby="profile-title">
      <h1 id="profile-title">{places.sectionProfile}</h1>
      <div className="profile-top">
        <Photo person={person} />
        <div>
          <p className="profile-name">
            <b>{person.name}</b> <small>{person.reading}</small>
          </p>
          <ul>
            {person.posts.map((post) => (
              <li key={post.id}>{[post.unit_path, post.title_name].filter(Boolean).join(" ")}</li>
            ))}
          </ul>
          {person.guest ? <p>{person.unit}</p> : <p className="hint">{t.postsHint}</p>}
        </div>
      </div>
      {!person.guest && <Whereabouts person={person} />}
      <Words person={person} />
      {!person.guest && <Contact person={person} />}
    </section>
  );
}

function Photo({ person }: { person: Person }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    const blob = await squarePhoto(file).catch(() => null);
    if (blob) await save(() => api.setPhoto(blob));
    else toast(t.photoFailed, "error");
  };
  return (
    <div className="profile-photo">
      <Avatar person={person} size={112} />
      <input ref={input} type="file" accept="image/png,image/jpeg,image/webp" className="visually-hidden" tabIndex={-1} aria-label={t.choosePhoto} onChange={(event) => void choose(event)} />
      <button type="button" className="button small" onClick={() => input.current?.click()}>
        {t.choosePhoto}
      </button>
      {person.photo && (
        <button type="button" className="link-button" onClick={() => void save(api.dropPhoto)}>
          {t.dropPhoto}
        </button>
      )}
      <p className="hint">{t.photoHint}</p>
    </div>
  );
}

function Whereabouts({ person }: { person: Person }) {
  const [until, setUntil] = useState<Until>("evening");
  const [other, setOther] = useState("");
  const options = untilOptions(Date.now());
  const chosen = options.find((option) => option.value === until) ?? options[0];
  const names: Record<Until, string> = { noon: t.untilNoon, evening: t.untilEvening, tomorrow: t.untilTomorrow, always: t.untilAlways };
  const set = (place: string | null) => void save(() => api.setPlace(place, place === null ? null : (chosen?.instant ?? null)));
  return (
    <section className="choice" aria-labelledby="place-title">
      <h2 id="place-title">{t.place}</h2>
      <p className="hint">{t.placeHint}</p>
      {person.place && (
        <p className="place-now">
          <b>{person.place}</b> {person.place_until && `〜 ${momentText(person.place_until)}`}
        </p>
      )}
      <div className="sort-bar" role="group" aria-label={t.until}>
        {options.map((option) => (
          <button key={option.value} type="button" className="chip-button" aria-pressed={option.value === chosen?.value} onClick={() => setUntil(option.value)}>
            {names[option.value]}
          </button>
        ))}
      </div>
      <div className="place-buttons">
        {[t.placeHall, t.placeHome, t.placeOut, t.placeMeeting, t.placeLeave].map((place) => (
          <button key={place} type="button" className="button" aria-pressed={person.place === place} onClick={() => set(place)}>
            {place}
          </button>
        ))}
      </div>
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (other.trim() !== "") set(other.trim());
          setOther("");
        }}
      >
        <TextField label={t.placeOther} maxLength={40} value={other} onChange={(event) => setOther(event.target.value)} />
        <button type="submit" className="button" disabled={other.trim() === ""}>
          {t.save}
        </button>
        {person.place && (
          <button type="button" className="button" onClick={() => set(null)}>
            {t.clearPlace}
          </button>
        )}
      </form>
    </section>
  );
}

function Words({ person }: { person: Person }) {
  const [status, setStatus] = useState(person.status ?? "");
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(() => api.setStatus(status.trim() === "" ? null : status.trim()));
      }}
    >
      <TextField label={t.status} hint={t.statusHint} maxLength={100} value={status} onChange={(event) => setStatus(event.target.value)} />
      <button type="submit" className="button">
        {t.save}
      </button>
    </form>
  );
}

function Contact({ person }: { person: Person }) {
  const [extension, setExtension] = useState(person.extension ?? "");
  const [mobile, setMobile] = useState(person.mobile ?? "");
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(() => api.setContact(extension.trim() || null, mobile.trim() || null));
      }}
    >
      <TextField label={t.extension} maxLength={20} value={extension} onChange={(event) => setExtension(event.target.value)} />
      <TextField label={t.mobile} maxLength={20} type="tel" value={mobile} onChange={(event) => setMobile(event.target.value)} />
      <button type="submit" className="button">
        {t.save}
      </button>
    </form>
  );
}
