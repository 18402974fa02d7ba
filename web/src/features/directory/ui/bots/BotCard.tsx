import { Avatar } from "../../../../design/Avatar.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { postText } from "../../../../design/people/PersonRow.tsx";
import { dayOf, dayText, momentText } from "../../../../platform/dates.ts";
import type { Bot, BotToken } from "../../model.ts";
import { t } from "../../text.bots.ts";

export type BotAct = "change" | "stop" | "resume" | "token";

/** A bot: what it is for, who answers for it, and the tokens by which it comes in. */
export function BotCard({ bot, onAct, onRemove }: { bot: Bot; onAct: (act: BotAct) => void; onRemove: (token: BotToken) => void }) {
  const { name, person, purpose, sponsor, tokens } = bot;
  const act = (kind: BotAct, label: string, of: string, look = "") => (
    <button type="button" className={`button small ${look}`} aria-label={of} onClick={() => onAct(kind)}>
      {label}
    </button>
  );
  return (
    <li className="bot">
      <h2 className="person-row">
        <Avatar person={person} />
        <span>
          {name} <span className="tag">{person.active ? t.running : t.stopped}</span>
        </span>
      </h2>
      <p>{purpose}</p>
      <p>{sponsor.active ? t.sponsorLine([postText(sponsor), sponsor.name].filter(Boolean).join(" ")) : <b className="field-error">{t.noSponsor}</b>}</p>
      <p className="bot-acts">
        {act("change", t.change, t.changeOf(name))}
        {person.active ? act("stop", t.stop, t.stopOf(name), "danger") : act("resume", t.resume, t.resumeOf(name))}
        {person.active && (
          <button type="button" className="button small" aria-label={t.newTokenOf(name)} onClick={() => onAct("token")}>
            <Icon name="plus" size={16} />
            {t.newToken}
          </button>
        )}
      </p>
      {tokens.length === 0 ? person.active && <p className="hint">{t.noTokens}</p> : <Tokens bot={bot} onRemove={onRemove} />}
    </li>
  );
}

/** The last day on which a token is good: it ends when the next one begins. */
const lastDayOf = (token: BotToken) => dayOf(Date.parse(token.until) - 1);

function Tokens({ bot, onRemove }: { bot: Bot; onRemove: (token: BotToken) => void }) {
  return (
    <div className="table-scroll" role="region" aria-label={t.tokensOf(bot.name)} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {[t.tokens, t.madeOn, t.usedOn, t.lastDay, t.actions].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bot.tokens.map((token) => (
            <tr key={token.id}>
              <td>{token.name}</td>
              <td className="number">{momentText(token.created_at)}</td>
              <td className="number">{token.used_at ? momentText(token.used_at) : t.neverUsed}</td>
              <td className="number">
                {dayText(lastDayOf(token))}
                {Date.parse(token.until) <= Date.now() && <span className="tag">{t.tokenOver}</span>}
              </td>
              <td>
                <button type="button" className="button small" aria-label={t.removeOf(token.name)} onClick={() => onRemove(token)}>
                  {t.remove}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
