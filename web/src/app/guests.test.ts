import { expect, test } from "vitest";
import { opensToGuests } from "./guests.ts";

test("guests open their rooms, what waits in them, and their settings", () => {
  for (const path of ["/", "/mentions", "/threads", "/search", "/rooms/1", "/rooms/1/members", "/rooms/1/files", "/rooms/1/pins", "/rooms/1/questions", "/rooms/1/tasks", "/rooms/1/slips", "/rooms/1/board", "/rooms/1/ideas", "/rooms/1/ideas/2", "/rooms/1/people/2", "/rooms/1/threads/3", "/broadcasts", "/broadcasts/1", "/settings", "/settings/profile"]) expect(opensToGuests(path), path).toBe(true);
});

test("no place with a closed door behind it opens to guests", () => {
  for (const path of ["/people", "/tasks", "/slips", "/people/2", "/units", "/units/1", "/open-rooms", "/new-room", "/new-direct", "/direct", "/requests", "/welcome-back", "/rooms/1/inspections", "/broadcasts/new", "/broadcasts/rule", "/broadcasts/1/edit", "/broadcasts/1/receipts", "/admin", "/admin/guests", "/settings/guests", "/settings/handovers", "/settings/handovers/1", "/settings-of-others"]) expect(opensToGuests(path), path).toBe(false);
});
