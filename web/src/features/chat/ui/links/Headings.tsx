import { useMemo, useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import type { LinkHeading } from "../../model.ts";
import { t } from "../../text.links.ts";
import { hostOf, toHead } from "./links.ts";

interface Props {
  words: string;
  given: readonly LinkHeading[];
  onGive: (headings: LinkHeading[]) => void;
}

/** Above what is being written: what its author says of each link in it. */
export default function Headings({ words, given, onGive }: Props) {
  const links = useMemo(() => toHead(words), [words]);
  const [asking, setAsking] = useState<string | null>(null);
  const others = (url: string) => given.filter((one) => one.url !== url);
  return (
    <>
      {links.map((url) => {
        const [host, heading] = [hostOf(url) ?? "", given.find((one) => one.url === url)];
        return (
          <p key={url} className="composer-banner">
            <span>
              <b>{host}</b> <bdi>{heading?.title}</bdi>
            </span>
            <button type="button" className="link-button" aria-label={heading ? t.changeOf(host) : t.giveTo(host)} onClick={() => setAsking(url)}>
              {heading ? t.change : t.give}
            </button>
            {heading && (
              <button type="button" className="icon-button small" aria-label={t.removeOf(host)} title={t.removeOf(host)} onClick={() => onGive(others(url))}>
                <Icon name="close" size={16} />
              </button>
            )}
          </p>
        );
      })}
      {asking !== null && (
        <HeadingDialog
          url={asking}
          heading={given.find((one) => one.url === asking)}
          onGive={(heading) => {
            onGive([...others(heading.url), heading]);
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function HeadingDialog({ url, heading, onGive, onClose }: { url: string; heading: LinkHeading | undefined; onGive: (heading: LinkHeading) => void; onClose: () => void }) {
  const [title, setTitle] = useState(heading?.title ?? "");
  const [summary, setSummary] = useState(heading?.summary ?? "");
  const [tried, setTried] = useState(false);
  const wrong = title.trim() === "";
  return (
    <Dialog
      title={t.headingOf(hostOf(url) ?? url)}
      onClose={onClose}
      width="small"
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.stop}
          </button>
          <button type="submit" form="link-heading" className="button primary">
            {t.save}
          </button>
        </>
      }
    >
      <form
        id="link-heading"
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!wrong) onGive({ url, title: title.trim(), ...(summary.trim() !== "" && { summary: summary.trim() }) });
        }}
      >
        <TextField label={t.title} hint={t.titleHint} required maxLength={120} value={title} error={tried && wrong ? t.titleWrong : null} onChange={(event) => setTitle(event.target.value)} />
        <TextField label={t.summary} hint={t.summaryHint} maxLength={200} value={summary} onChange={(event) => setSummary(event.target.value)} />
      </form>
    </Dialog>
  );
}
