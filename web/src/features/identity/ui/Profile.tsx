import { useRef, useState, type ChangeEvent, type ReactNode } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { TextField } from "../../../design/Field.tsx";
import { meet, type Person } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { sessionStore, useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { squarePhoto } from "./photo.ts";
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

/** What I tell others about me: where I am, which is another feature's, a few words, photo and numbers. */
export default function Profile({ others }: { others: ReactNode }) {
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
      {!person.guest && others}
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
