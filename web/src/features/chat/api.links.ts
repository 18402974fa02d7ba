import type { Answer } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { MessagePage } from "./model.ts";

// What stands at a link is asked for at the door that shows it: whoever may not see it there has no card of it either.
const NEAR = 2;
export const messagesAt = (room: Id, around: number) => call<MessagePage>("GET", `/rooms/${room}/messages${query({ around, limit: NEAR })}`);
export const repliesAt = (root: Id, around: number) => call<Answer<"list_replies">>("GET", `/threads/${root}/messages${query({ around, limit: NEAR })}`);
export const note = (id: Id) => call<Answer<"get_note">>("GET", `/notes/${id}`);
export const meeting = (id: Id) => call<Answer<"get_meeting">>("GET", `/meetings/${id}`);
export const ideas = (id: Id) => call<Answer<"get_idea_board">>("GET", `/idea-boards/${id}`);
