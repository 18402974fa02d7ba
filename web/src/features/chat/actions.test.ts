import { beforeEach, expect, test, vi } from "vitest";
import { toastStore } from "../../platform/toast.ts";
import { keepDraft, send, takeBack, throwAway } from "./actions.ts";
import { chatStore, forgetChat, outbox } from "./store.ts";

// No server and no disk: everything waits, in this page alone.
vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));

const stream = { room: "0000000000001", thread: null };
const draftBody = () => chatStore.get().drafts[stream.room]?.body ?? "";

beforeEach(forgetChat);

/** Writes and sends, as the composer does. */
function write(body: string) {
  keepDraft(stream, body, null);
  send({ room_id: stream.room, body, reply_to: null, thread: null, also_to_room: false });
  return outbox.entries.get().at(-1)?.id ?? "";
}

test("a draft stays while its words are neither on the disk nor on the server", async () => {
  write("まだ安全でない");
  await vi.waitFor(() => expect(outbox.entries.get()[0]?.tries).toBe(1));
  expect(outbox.entries.get()[0]?.disk).toBe("lost");
  expect(draftBody()).toBe("まだ安全でない");
  outbox.settle(outbox.entries.get()[0]?.id ?? "");
  expect(draftBody()).toBe("");
});

test("words written after sending are not thrown away with the draft that was sent", () => {
  const id = write("先の文");
  keepDraft(stream, "次の文", null);
  outbox.settle(id);
  expect(draftBody()).toBe("次の文");
});

test("a message taken back comes before what is being written", () => {
  const id = write("先の文");
  keepDraft(stream, "次の文", null);
  takeBack(id);
  expect(outbox.entries.get()).toEqual([]);
  expect(draftBody()).toBe("先の文\n次の文");
});

test("a message thrown away by mistake can be had back", () => {
  throwAway(write("捨てない"));
  expect([outbox.entries.get().length, draftBody()]).toEqual([0, ""]);
  toastStore.get().at(-1)?.action?.run();
  expect(outbox.entries.get().map((entry) => entry.content.body)).toEqual(["捨てない"]);
});
