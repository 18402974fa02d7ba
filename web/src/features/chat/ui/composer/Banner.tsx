import { Icon } from "../../../../design/Icon.tsx";
import { usePerson, wantPeople } from "../../../../platform/people.ts";
import type { Message } from "../../model.ts";
import { saidIn } from "../../sync.ts";
import { t } from "../../text.ts";
import { calledName, signed } from "../names.ts";
import { fromBody, type Chosen } from "./tokens.ts";

/** What was said, with names in the place of tokens. */
export function namesIn(body: string): { text: string; chosen: Chosen[] } {
  wantPeople([...body.matchAll(/<@([0-7][0-9a-z]{12})>/g)].map((found) => found[1] ?? ""));
  return fromBody(body, calledName, t.everyone);
}

/** What is being done with what is written, and a way out of it. */
export function Banner({ icon, text, onClose }: { icon: "edit" | "reply"; text: string; onClose: () => void }) {
  return (
    <p className="composer-banner">
      <Icon name={icon} size={16} />
      <span>{text}</span>
      <button type="button" className="icon-button small" aria-label={t.stop} onClick={onClose}>
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}

/** To whom one replies. */
export function QuoteBanner({ quote, onClose }: { quote: Message; onClose: () => void }) {
  const author = usePerson(quote.author_id);
  return <Banner icon="reply" text={t.replyingTo(signed(author?.name ?? "…", quote), namesIn(saidIn(quote)).text.slice(0, 80))} onClose={onClose} />;
}
