import { lazy, Suspense } from "react";
import { Loading } from "../../../../design/ListState.tsx";
import type { Id } from "../../../../platform/ids.ts";
import { usePath } from "../../../../platform/router.ts";
import { withWords } from "../../../../platform/texts.ts";
import { FilesPane } from "../files/FilesPane.tsx";

const AlbumsPane = lazy(() => withWords(import("./AlbumsPane.tsx")));
const AlbumPrint = lazy(() => withWords(import("./AlbumPrint.tsx")));

/** A room's folder: its files, its albums or one of them, beside the room or on paper. */
export default function FolderPane({ room, album = null }: { room: Id; album?: Id | null | undefined }) {
  const path = usePath();
  if (!path.includes("/albums")) return <FilesPane room={room} />;
  return <Suspense fallback={<Loading />}>{album !== null && path.startsWith("/print") ? <AlbumPrint room={room} album={album} /> : <AlbumsPane room={room} album={album} />}</Suspense>;
}
