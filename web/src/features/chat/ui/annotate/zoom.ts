import type { Size, Spot } from "./marks.ts";

/** How a picture lies in the window: how large one of its dots is, and where its upper left corner is. */
export interface View extends Spot {
  scale: number;
}

const MARGIN = 8;
const MOST = 8;

/** The whole picture, as large as there is room, in the middle. */
export function fitting(picture: Size, room: Size): View {
  const scale = Math.max(0.001, Math.min(1, (room.width - 2 * MARGIN) / picture.width, (room.height - 2 * MARGIN) / picture.height));
  return { scale, x: (room.width - picture.width * scale) / 2, y: (room.height - picture.height * scale) / 2 };
}

export const toPicture = (view: View, { x, y }: Spot): Spot => ({ x: (x - view.x) / view.scale, y: (y - view.y) / view.scale });
export const toRoom = (view: View, { x, y }: Spot): Spot => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });

/** A picture that is smaller than the room lies in its middle; of a larger one no edge comes further in than it must. */
function held(start: number, length: number, room: number): number {
  if (length <= room - 2 * MARGIN) return (room - length) / 2;
  return Math.min(MARGIN, Math.max(room - MARGIN - length, start));
}

export function settled(view: View, picture: Size, room: Size): View {
  return { scale: view.scale, x: held(view.x, picture.width * view.scale, room.width), y: held(view.y, picture.height * view.scale, room.height) };
}

/** Larger or smaller about a place of the room, which goes along when it moves. */
export function zoomed(view: View, by: number, about: Spot, picture: Size, room: Size, goal: Spot = about): View {
  const least = fitting(picture, room).scale;
  const scale = Math.min(Math.max(MOST, least), Math.max(least, view.scale * by));
  const spot = toPicture(view, about);
  return settled({ scale, x: goal.x - spot.x * scale, y: goal.y - spot.y * scale }, picture, room);
}

export const panned = (view: View, by: Spot, picture: Size, room: Size): View => settled({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, room);

/** The view in which a place is on screen, moved as little as that takes. */
export function showing(view: View, spot: Spot, picture: Size, room: Size): View {
  const at = toRoom(view, spot);
  const edge = Math.min(40, room.width / 4, room.height / 4);
  const by = (place: number, length: number) => (place < edge ? edge - place : place > length - edge ? length - edge - place : 0);
  const step = { x: by(at.x, room.width), y: by(at.y, room.height) };
  return step.x === 0 && step.y === 0 ? view : panned(view, step, picture, room);
}
