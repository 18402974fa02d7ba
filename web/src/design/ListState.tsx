import { useEffect, useState, type ReactNode } from "react";
import { sentence } from "../platform/refusals.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { t } from "./text.ts";

/** What a place says when it has nothing to show: an empty place teaches the next step. */
export function Empty({ icon, title, page = false, children }: { icon: IconName; title: string; page?: boolean; children?: ReactNode }) {
  const Heading = page ? "h1" : "p";
  return (
    <div className="empty">
      <Icon name={icon} size={36} />
      <Heading className="empty-title">{title}</Heading>
      {children}
    </div>
  );
}

/** An error with a way on. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const [text, setText] = useState("");
  useEffect(() => {
    let wanted = true;
    void sentence(error).then((said) => wanted && setText(said));
    return () => {
      wanted = false;
    };
  }, [error]);
  return (
    <div className="failed" role="alert">
      <p>{text}</p>
      <button type="button" className="button" onClick={retry}>
        {t.retry}
      </button>
    </div>
  );
}

export function Loading() {
  return (
    <p className="loading" role="status">
      {t.loading}
    </p>
  );
}

/** The three states that every list has besides its rows. */
export function ListState({ loading, error, empty, retry, children }: { loading: boolean; error: unknown; empty: boolean; retry: () => void; children: ReactNode }) {
  if (error) return <Failed error={error} retry={retry} />;
  if (loading && empty) return <Loading />;
  return empty ? <>{children}</> : null;
}

export function MoreButton({ more }: { more: (() => void) | null }) {
  if (!more) return null;
  return (
    <button type="button" className="button more" onClick={more}>
      {t.more}
    </button>
  );
}
