import { expect, type BrowserContext, type Page } from "@playwright/test";
import { latin, pdf } from "./pdf.ts";

const HEADERS = { "X-Engawa": "1" };

/** Thirty pages, each of which says which it is. */
const PDF = pdf({ pages: Array.from({ length: 30 }, (_, at) => latin(`Page ${at + 1}`)) });

/** Asks the town's API with whatever session the browser has. */
export async function asked<Answer>(context: BrowserContext, method: "GET" | "POST" | "PUT" | "PATCH", path: string, data?: unknown): Promise<Answer> {
  const answer = await context.request.fetch(path, { method, headers: HEADERS, data });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return (answer.status() === 204 ? null : await answer.json()) as Answer;
}

/** The room on screen. */
export const roomOf = (page: Page): string => new URL(page.url()).pathname.split("/")[2] ?? "";

/** An id that nothing else has. */
export function freshId(): string {
  const letters = "0123456789abcdefghjkmnpqrstvwxyz";
  return [...crypto.getRandomValues(new Uint8Array(13))].map((chance, at) => letters[chance % (at === 0 ? 8 : 32)]).join("");
}

/** Brings a file and says it in a room; its id. */
export async function sendFile(page: Page, room: string, name: string, bytes: Buffer = PDF): Promise<string> {
  const metadata = `filename ${Buffer.from(name).toString("base64")}`;
  const headers = { ...HEADERS, "tus-resumable": "1.0.0", "upload-length": String(bytes.length), "upload-metadata": metadata, "content-type": "application/offset+octet-stream" };
  const answer = await page.context().request.fetch("/api/files/uploads", { method: "POST", headers, data: bytes });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { id } = (await answer.json()) as { id: string };
  await asked(page.context(), "POST", `/api/rooms/${room}/messages`, { id: freshId(), body: "資料です。", files: [id] });
  return id;
}

/** Begins a note from a template; its id. */
export async function beginNote(page: Page, room: string, title: string, template: string): Promise<string> {
  const { id } = await asked<{ id: string }>(page.context(), "POST", `/api/rooms/${room}/notes`, { id: freshId(), title, template });
  return id;
}

interface Laid {
  title: string;
  note_id?: string;
  file_id?: string;
}

/** Calls a meeting with an item and materials, and begins it; its path. */
export async function holdMeeting(page: Page, room: string, title: string, materials: Laid[]): Promise<string> {
  const context = page.context();
  const { id } = await asked<{ id: string }>(context, "POST", `/api/rooms/${room}/meetings`, { id: freshId(), title, starts_at: "2026-05-01T00:30:00Z", place: "第3会議室" });
  const item = freshId();
  const laid = materials.map((material) => ({ id: freshId(), item_id: item, ...material }));
  await asked(context, "PUT", `/api/meetings/${id}/agenda`, { items: [{ id: item, title: "予算", minutes: 20, speaker: "佐藤" }], materials: laid });
  await asked(context, "PUT", `/api/meetings/${id}/held`, { is_held: true });
  return `/rooms/${room}/meetings/${id}`;
}
