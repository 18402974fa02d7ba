import type { Id } from "../../../../platform/ids.ts";
import { viewing, type FileToView } from "../../../../platform/viewing.ts";
import { addressOf } from "../../api.files.ts";
import { isPicture, placedOf, sizeOf, type NoteFile } from "../../model.files.ts";
import { t } from "../../text.files.ts";

/** The files of a note by their ids; nothing as long as they were not asked for. */
export type Files = Readonly<Record<Id, NoteFile>> | undefined;

const toView = (note: Id, { id, name, size, kind, width = null, height = null, brought_by, brought_at }: NoteFile): FileToView => ({
  id,
  at: addressOf(note, id),
  name,
  size,
  kind,
  width,
  height,
  said: { author: brought_by.id, at: brought_at },
  asks: true,
});

let opening = false;

/** Shows a file over the page, the others of the page beside it. */
export function viewFile(note: Id, id: Id, named: readonly Id[], files: Files): void {
  const all = named.flatMap((one) => (files?.[one] ? [toView(note, files[one])] : []));
  const first = all.findIndex((one) => one.id === id);
  if (first < 0 || opening) return;
  const inBrowser = () => void open(addressOf(note, id), "_blank", "noopener");
  if (!viewing.view) return inBrowser();
  opening = true;
  // Offline, or after the program was renewed, there is none to be had: the browser shows it in its own way.
  void viewing.view(all, first).catch(inBrowser).finally(() => (opening = false));
}

const made = <Name extends keyof HTMLElementTagNameMap>(name: Name, className: string, words = ""): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = words;
  return element;
};

interface Drawing {
  /** Where the bytes of a file are given out; nothing where they are not. */
  at: ((file: Id) => string) | null;
  files: Files;
  /** Shows it over the page; nothing where it is only read, on paper or elsewhere. */
  view: ((id: Id) => void) | null;
  /** A press on a picture shows it. */
  press: boolean;
  /** What is drawn small is fetched small. */
  small: boolean;
  /** Tab stops at what can be pressed. */
  isStop: boolean;
}

/** A link that saves a file. */
function saving(at: string, { name }: NoteFile, isStop: boolean): HTMLAnchorElement {
  const link = made("a", "note-file-act", t.keep);
  link.href = `${at}?save=true`;
  link.download = name;
  link.setAttribute("aria-label", t.saveOf(name));
  if (!isStop) link.tabIndex = -1;
  return link;
}

function opener(name: string, id: Id, { view, isStop }: Drawing, className: string): HTMLButtonElement {
  const button = made("button", className);
  button.type = "button";
  button.setAttribute("aria-label", t.openOf(name));
  button.setAttribute("aria-haspopup", "dialog");
  if (!isStop) button.tabIndex = -1;
  button.addEventListener("click", () => view?.(id));
  return button;
}

function picture(at: string, file: NoteFile, alt: string, small: boolean): HTMLImageElement {
  const image = document.createElement("img");
  // Small ones are drawn from what is drawn small already.
  image.src = small ? `${at}/thumbnail` : file.only_looked_at ? `${at}/view` : at;
  if (file.only_looked_at) image.addEventListener("contextmenu", (event) => event.preventDefault());
  // The room's owners may have decided otherwise since the files were listed.
  else if (!small) image.addEventListener("error", () => (image.src = `${at}/view`), { once: true });
  image.alt = alt || file.name;
  // Its place is kept before it is there.
  image.width = file.width ?? 0;
  image.height = file.height ?? 0;
  image.decoding = "async";
  image.draggable = false;
  return image;
}

/** Draws what a page says of a file: a picture as a picture, everything else by name, sort and size, and what the note has not as that. */
export function drawFile(place: HTMLElement, attrs: Readonly<Record<string, unknown>>, drawing: Drawing): void {
  const { id, name, width, alt } = placedOf(attrs);
  const { at, files, view, press, isStop, small } = drawing;
  const file = files?.[id];
  // The editor has a word of its own there, for what is chosen.
  place.classList.add("note-file");
  place.dataset.width = width;
  if (!at || !file) {
    place.dataset.sort = files ? "gone" : "unknown";
    const words = !at ? "" : files ? t.gone : t.unknown;
    place.replaceChildren(made("span", "note-file-name", name), made("small", "note-file-facts", words));
    return;
  }
  if (isPicture(file)) {
    place.dataset.sort = "picture";
    const image = picture(at(id), file, alt, small && width === "small");
    // On paper its name stands in its place.
    const kept = file.only_looked_at ? [made("small", "note-file-kept", `${file.name} ・ ${t.onlyLooked}`)] : [];
    place.toggleAttribute("data-kept", kept.length > 0);
    if (!view || !press) return place.replaceChildren(image, ...kept);
    const button = opener(alt || file.name, id, drawing, "note-file-picture");
    button.append(image);
    return place.replaceChildren(button, ...kept);
  }
  place.dataset.sort = "file";
  const facts = made("small", "note-file-facts", [t.kindOf(file.kind), sizeOf(file.size), ...(file.only_looked_at ? [t.onlyLooked] : [])].join(" ・ "));
  const acts = made("span", "note-file-acts");
  if (view) {
    const button = opener(file.name, id, drawing, "note-file-act");
    button.textContent = t.open;
    acts.append(button);
  }
  if (!file.only_looked_at) acts.append(saving(at(id), file, isStop));
  place.replaceChildren(made("span", "note-file-name", file.name), facts, acts);
}
