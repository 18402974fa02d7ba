import { useLoad, type Loaded } from "../../../../platform/load.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.ts";
import type { ContactRequest, Room } from "../../model.ts";
import { requestNewsStore } from "../../store.ts";

/** Who asked in a room and who sees to it, which the room itself does not tell. */
export function useRequest(room: Room): Loaded<ContactRequest> {
  const news = useStore(requestNewsStore, (count) => count);
  return useLoad(`request ${room.id} ${room.archived_at ?? ""} ${room.mine?.role ?? ""} ${news}`, () => api.request(room.id));
}
