/** In which format a picture goes once it was drawn upon. */
export type Format = "image/jpeg" | "image/png";

/** A picture with letters or see-through dots keeps them as they are; of a photo that would be many times its size. */
export const formatOf = (type: string, seeThrough: boolean): Format => (type === "image/png" || seeThrough ? "image/png" : "image/jpeg");

/** What a picture is called once it was drawn upon: `said` says so in the language of whoever drew. */
export function drawnName(name: string, format: Format, said: string): string {
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? "";
  const kept = format === "image/png" ? /^\.png$/i : /^\.jpe?g$/i;
  const stem = (ending ? name.slice(0, -ending.length) : name) || "picture";
  return `${stem}${said}${kept.test(ending) ? ending : format === "image/png" ? ".png" : ".jpg"}`;
}

/** Whether somebody may try to draw on a file; whether it can be read is found out then. */
export const isDrawable = (type: string) => type.startsWith("image/") && !type.startsWith("image/svg");
