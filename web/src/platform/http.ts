import type { Wire } from "./api/wire.ts";
import { prefix } from "./place.ts";

/** Nobody has said that they are using this shared account, or not for a while. */
export const OPERATOR_NEEDED = "operator_needed";

/** The server refused, or could not be reached. The code is translated for people; the texts of the server are never shown. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly fields: Wire["ProblemField"][] = [],
    readonly retryAfter: number | null = null,
    readonly requestId: string | null = null,
    /** What belongs to the code, for its words. */
    readonly about: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get passing(): boolean {
    return this.code === OPERATOR_NEEDED || this.status === 0 || this.status === 401 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  next?: string | null;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface CallOptions {
  body?: unknown;
  /** Sent as it is, for photos. */
  blob?: Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Goes on after the page is closed. */
  outlive?: boolean;
  /** What the addresses of another organisation begin with, to ask there. */
  at?: string;
}

const signedOutListeners = new Set<(why: Problem) => void>();

/** With these the server says that this session is none, or none from here. */
const SIGNED_OUT = ["sign_in_needed", "identity.network_refused", "identity.guests_refused", "identity.second_factor_needed", "identity.sign_in_again_here"];

/** Whether a refusal ends in the screen to sign in. */
export const endsSession = (error: unknown) => error instanceof Problem && SIGNED_OUT.includes(error.code);

/** Runs when the server no longer takes this session, or not before somebody has said who they are. */
export function onSignedOut(listener: (why: Problem) => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Calls the API of this window's organisation; `path` starts after `/api`. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  if (method !== "GET") headers["x-engawa"] = "1";
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.blob) headers["content-type"] = options.blob.type;
  let response: Response;
  try {
    response = await fetch(`${options.at ?? prefix}/api${path}`, {
      method,
      headers,
      body: options.blob ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal,
      keepalive: options.outlive,
      credentials: "same-origin",
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem("offline", 0);
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    // Whoever is signed out elsewhere is not signed out here.
    if (options.at === undefined && (endsSession(problem) || problem.code === OPERATOR_NEEDED)) for (const listener of signedOutListeners) listener(problem);
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type") ?? "";
  const detail = type.includes("json") ? ((await response.json().catch(() => ({}))) as Partial<Wire["Problem"]>) : {};
  return new Problem(
    typeof detail.code === "string" ? detail.code : "unexpected",
    response.status,
    detail.fields ?? [],
    typeof detail.retry_after_s === "number" ? detail.retry_after_s : null,
    typeof detail.request_id === "string" ? detail.request_id : null,
    detail.about ?? {},
  );
}

/** A query string without the empty values, `?` included; empty when nothing is left. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (kept.length === 0) return "";
  return `?${new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString()}`;
}
