import type { ReactNode } from "react";
import { Avatar, presenceText } from "../../../design/Avatar.tsx";
import { Dial } from "../../../design/people/Dial.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { AwayTag, OutsiderTag, postText } from "../../../design/people/PersonRow.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { dayOf, dayText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { useLoad } from "../../../platform/load.ts";
import { meet, offDutyUntil, useFindable, usePerson, type Person } from "../../../platform/people.ts";
import { writeMemo } from "../../../platform/phoneMemo.ts";
import { usePresence } from "../../../platform/presence.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useWhereabouts } from "../../../platform/whereabouts.ts";
import * as api from "../api.ts";
import { employmentText, isHeld, postKindText, recordOf, toPost } from "../model.ts";
import { t } from "../text.ts";
import { WhereaboutsWords } from "./whereabouts/WhereaboutsWords.tsx";
import "./directory.css";

interface Props {
  id: string;
  close: string;
}

/** A person's card. Guests are shown what they know from their rooms, and nothing is asked for them; nor is more told of partners. */
export default function ProfilePane(props: Props) {
  const [me, person] = [useMe(), usePerson(props.id)];
  return me.person.guest || person?.partner ? <KnownPane {...props} /> : <CardPane {...props} />;
}

function Head({ id, close }: Props) {
  const brief = usePerson(id);
  return (
    <header className="pane-head">
      <h2 id="profile-pane-title" className="room-heading">
        {brief?.name ?? "…"}
      </h2>
      <Link className="icon-button" href={close} aria-label={t.close}>
        <Icon name="close" />
      </Link>
    </header>
  );
}

function KnownPane({ id, close }: Props) {
  const person = usePerson(id);
  return (
    <Pane labelledBy="profile-pane-title" close={close}>
      <Head id={id} close={close} />
      <div className="pane-body profile">
        {person && (
          <>
            <div className="profile-face">
              <Avatar person={person} size={128} />
              <p>
                <b className="profile-name">{person.name}</b>
                <span className="block">{person.reading}</span>
                <OutsiderTag person={person} />
              </p>
            </div>
            <dl className="facts">
              {postText(person) !== "" && <Fact name={t.posts}>{postText(person)}</Fact>}
            </dl>
            <p className="hint">{person.partner ? t.ofPartner : t.guestsOfRoom}</p>
          </>
        )}
      </div>
    </Pane>
  );
}

/** What is said of somebody who is here no longer. */
const goneText = (person: Person) => (person.guest ? t.guestOver : person.bot ? t.botStopped : person.outside ? t.notTakingPart : t.leftOffice);

/** Post, number, whereabouts, and one press to talk. */
function CardPane({ id, close }: Props) {
  const me = useMe();
  const brief = usePerson(id);
  const presence = usePresence(id);
  // The place in the brief changes live; then the rest is fetched anew.
  const findable = useFindable();
  const loaded = useLoad(`${id} ${JSON.stringify(brief?.whereabouts ?? null)} ${findable}`, async () => {
    const person = await api.person(id);
    meet([person]);
    return person;
  });
  // Somebody who may not be found any more is not shown from before either.
  const gone = loaded.error instanceof Problem && loaded.error.code === "not_found";
  const person = loaded.value?.id === id && !gone ? loaded.value : null;
  const held = useWhereabouts(person?.whereabouts);
  const outsider = Boolean(person?.guest || person?.bot);
  const record = person && recordOf(me, person, dayOf(Date.now()));
  return (
    <Pane labelledBy="profile-pane-title" close={close}>
      <Head id={id} close={close} />
      <div className="pane-body profile">
        <ListState loading={loaded.loading} error={loaded.error} empty={person === null} retry={loaded.reload}>
          {null}
        </ListState>
        {person && (
          <>
            <div className="profile-face">
              <Avatar person={person} size={128} presence={presence} />
              <p>
                <b className="profile-name">{person.name}</b>
                <span className="block">{person.reading}</span>
                <small>{presenceText(presence)}</small>
                <OutsiderTag person={person} />
              </p>
            </div>
            {!person.active && <p className="form-error">{goneText(person)}</p>}
            {(person.on_leave || offDutyUntil(person)) && (
              <p>
                <AwayTag person={person} whole />
              </p>
            )}
            {person.active && (
              <Link className="button primary" href={`/direct?people=${person.id}`}>
                <Icon name="chat" size={18} />
                {person.id === me.person.id ? t.myNotes : t.sendMessage}
              </Link>
            )}
            {person.active && !outsider && !me.leave && person.id !== me.person.id && (
              <button type="button" className="button" onClick={() => writeMemo(person.id)}>
                <Icon name="phone" size={18} />
                {t.phoneMemo}
              </button>
            )}
            <dl className="facts">
              {held && (
                <Fact name={t.whereabouts}>
                  <WhereaboutsWords said={held} />
                </Fact>
              )}
              {person.status && <Fact name={t.status}>{person.status}</Fact>}
              {outsider && postText(person) !== "" && <Fact name={t.posts}>{postText(person)}</Fact>}
              {!outsider && (
                <Fact name={t.posts}>
                  <ul>
                    {person.posts.map((post) => (
                      <li key={post.id}>
                        <span className="tag">{postKindText(post.kind)}</span> <Link href={`/units/${post.unit_id}`}>{post.unit_path}</Link> {post.title_name}
                        {post.valid_to && <small className="block">{t.until(dayText(post.valid_to))}</small>}
                        {isHeld(post, dayOf(Date.now())) && person.id !== me.person.id && !me.leave && (
                          <small className="block">
                            <Link href={toPost(post.unit_id, post.title_id)}>{t.writeTo(post.name)}</Link>
                          </small>
                        )}
                      </li>
                    ))}
                  </ul>
                </Fact>
              )}
              {person.extension && (
                <Fact name={t.extension}>
                  <Dial number={person.extension} />
                </Fact>
              )}
              {person.mobile && (
                <Fact name={t.mobile}>
                  <Dial number={person.mobile} />
                </Fact>
              )}
              {person.email && (
                <Fact name={t.email}>
                  <a href={`mailto:${person.email}`}>{person.email}</a>
                </Fact>
              )}
              <Fact name={t.employment}>{employmentText(person.employment)}</Fact>
              {!outsider && <Fact name={t.staffNumber}>{person.staff_number}</Fact>}
              {outsider && person.left_on && <Fact name={t.staysUntil}>{t.until(dayText(person.left_on))}</Fact>}
            </dl>
            {record && (
              <Link className="button" href={record}>
                <Icon name="edit" size={18} />
                {t.edit}
              </Link>
            )}
          </>
        )}
      </div>
    </Pane>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
