/** The beginning of a file, and how long all of it is. */
export interface Beginning {
  bytes: Uint8Array<ArrayBuffer>;
  size: number;
}

/** Fetches the beginning of a file: what is behind it is not asked for. Rejects when it cannot be had. */
export async function beginning(at: string | Blob, most: number, signal: AbortSignal): Promise<Beginning> {
  // All of it is here already.
  if (typeof at !== "string") return { bytes: new Uint8Array(await at.slice(0, most).arrayBuffer()), size: at.size };
  const response = await fetch(at, { headers: { range: `bytes=0-${most - 1}` }, credentials: "same-origin", signal });
  // Of nothing there is no part.
  if (response.status === 416) return { bytes: new Uint8Array(), size: 0 };
  if (!response.ok) throw new Error(String(response.status));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const all = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  return { bytes: bytes.subarray(0, most), size: all ? Number(all) : bytes.length };
}
