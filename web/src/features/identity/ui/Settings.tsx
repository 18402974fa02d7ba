import { useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { Choice } from "../../../design/Field.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { problemText } from "../../../platform/problems.ts";
import { isGuest, useMe, useSettings } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import { chooseSettings } from "../actions.ts";
import * as api from "../api.ts";
import { t as places } from "../text.places.ts";
import { t } from "../text.ts";
import { PasswordForm } from "./Start.tsx";

export type Section = "look" | "typing" | "notifications" | "devices" | "password";

export default function Settings({ section }: { section: Section }) {
  const me = useMe();
  const titles = { look: places.sectionLook, typing: places.sectionTyping, notifications: places.sectionNotify, devices: places.sectionDevices, password: places.sectionPassword };
  return (
    <section className="admin-page" aria-labelledby="settings-title">
      <h1 id="settings-title">{titles[section]}</h1>
      {section === "look" && <Look />}
      {section === "typing" && <Typing />}
      {section === "notifications" && <Notify />}
      {section === "devices" && <Devices />}
      {section === "password" && (
        <div className="narrow">
          {me.password_elsewhere ? <p>{t.passwordElsewhereHint}</p> : <Password />}
        </div>
      )}
    </section>
  );
}

function Password() {
  const methods = useLoad("methods", api.signInMethods);
  if (!methods.value)
    return (
      <ListState loading={methods.loading} error={methods.error} empty retry={methods.reload}>
        {null}
      </ListState>
    );
  return (
    <PasswordForm
      hasOne={methods.value.password}
      onDone={() => {
        toast(t.passwordChanged);
        methods.reload();
      }}
    />
  );
}

function Look() {
  const settings = useSettings();
  return (
    <div className="form">
      <Choice
        label={t.theme}
        value={settings.theme}
        onChange={(theme) => chooseSettings({ theme })}
        options={[
          { value: "system", label: t.themeSystem },
          { value: "light", label: t.themeLight },
          { value: "dark", label: t.themeDark },
          { value: "contrast", label: t.themeContrast },
        ]}
      />
      <Choice
        label={t.textSize}
        value={String(settings.text_size)}
        onChange={(size) => chooseSettings({ text_size: Number(size) })}
        options={["100", "112", "125", "150", "175", "200"].map((value) => ({ value, label: `${value}%` }))}
      />
      <Choice
        label={t.dates}
        value={settings.dates}
        onChange={(dates) => chooseSettings({ dates })}
        options={[
          { value: "era", label: t.datesEra, hint: "令和8年4月1日(水)" },
          { value: "iso", label: t.datesIso, hint: "2026-04-01" },
        ]}
      />
      <Choice
        label={t.language}
        value={settings.language}
        onChange={(language) => chooseSettings({ language })}
        options={[
          { value: "ja", label: "日本語" },
          { value: "en", label: "English" },
        ]}
      />
    </div>
  );
}

function Typing() {
  const settings = useSettings();
  return (
    <Choice
      label={t.enterKey}
      value={settings.enter_sends ? "sends" : "breaks"}
      onChange={(value) => chooseSettings({ enter_sends: value === "sends" })}
      options={[
        { value: "sends", label: t.enterSends, hint: t.enterSendsHint },
        { value: "breaks", label: t.enterBreaks, hint: t.enterBreaksHint },
      ]}
    />
  );
}

/** Only whoever is in a rota is ever off duty. */
function RingOffDuty() {
  const { ring_off_duty: chosen } = useSettings();
  const rotas = useLoad("rotas", async () => (isGuest() ? [] : (await api.rotas()).items));
  if (!chosen && !rotas.value?.some((rota) => rota.mine)) return null;
  return (
    <div className="choice">
      <label className="check">
        <input type="checkbox" aria-describedby="ring-off-duty-hint" checked={chosen} onChange={(event) => chooseSettings({ ring_off_duty: event.target.checked })} />
        {t.ringOffDuty}
      </label>
      <p className="hint" id="ring-off-duty-hint">
        {t.ringOffDutyHint}
      </p>
    </div>
  );
}

function Notify() {
  const me = useMe();
  const settings = useSettings();
  const supported = typeof Notification !== "undefined";
  const [permission, setPermission] = useState(supported ? Notification.permission : "denied");
  return (
    <div className="form">
      <Choice
        label={t.notify}
        value={settings.notify}
        onChange={(notify) => chooseSettings({ notify })}
        options={[
          { value: "mentions", label: t.notifyMentions, hint: t.notifyMentionsHint },
          { value: "all", label: t.notifyAll },
          { value: "none", label: t.notifyNone },
        ]}
      />
      {me.leave && (
        <div className="choice">
          <label className="check">
            <input type="checkbox" aria-describedby="ring-on-leave-hint" checked={settings.ring_on_leave} onChange={(event) => chooseSettings({ ring_on_leave: event.target.checked })} />
            {t.ringOnLeave}
          </label>
          <p className="hint" id="ring-on-leave-hint">
            {t.ringOnLeaveHint}
          </p>
        </div>
      )}
      <RingOffDuty />
      <section className="choice" aria-label={t.browserNotices}>
        <h2>{t.browserNotices}</h2>
        <p className="hint">{!supported ? t.noticesUnsupported : permission === "granted" ? t.noticesGranted : permission === "denied" ? t.noticesDenied : t.noticesDefault}</p>
        {supported && permission === "default" && (
          <div>
            <button type="button" className="button primary" onClick={() => void Notification.requestPermission().then(setPermission)}>
              {t.allowNotices}
            </button>
          </div>
        )}
        <p className="hint">{t.mutedHint}</p>
      </section>
    </div>
  );
}

function Devices() {
  const list = useLoad("sessions", api.sessions);
  const [ending, setEnding] = useState<api.Session | null>(null);
  const end = async (session: api.Session) => {
    try {
      await api.endSession(session.id);
      list.reload();
    } catch (error) {
      toast(problemText(error), "error");
    }
  };
  const items = list.value?.items ?? [];
  return (
    <>
      <p className="hint">{t.devicesHint}</p>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        {null}
      </ListState>
      <ul className="open-rooms">
        {items.map((session) => (
          <li key={session.id}>
            <div>
              <b>{session.device}</b> {session.current && <span className="tag">{t.thisDevice}</span>}
              <p>
                {session.address} ・ {t.lastSeen(momentText(session.seen_at))}
              </p>
              <small>{t.signedInAt(momentText(session.created_at))}</small>
            </div>
            {!session.current && (
              <button type="button" className="button small danger" onClick={() => setEnding(session)}>
                {t.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
      {ending && <Confirm title={t.endSession} text={t.endSessionAsk(ending.device)} confirm={t.endSession} danger onConfirm={() => void end(ending)} onClose={() => setEnding(null)} />}
    </>
  );
}
