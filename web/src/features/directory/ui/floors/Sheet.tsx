import { useState, type ReactNode, type Ref } from "react";
import { address } from "../../../../platform/place.ts";
import type { Floor } from "../../model.floors.ts";
import { t } from "../../text.floors.ts";

const ZOOMS = [100, 150, 200, 300] as const;

/** The picture of a floor, which can be enlarged, and what lies on it. The list beside says the same, so the picture itself says nothing. */
export function Sheet({ floor, sheet, children }: { floor: Floor; sheet?: Ref<HTMLDivElement>; children: ReactNode }) {
  const [zoom, setZoom] = useState(0);
  const { picture } = floor;
  if (!picture) return <p className="hint floor-no-picture">{t.noPicture}</p>;
  return (
    <div className="floor-map">
      <p className="floor-zoom" role="group" aria-label={t.zoom}>
        <button type="button" className="button small" aria-label={t.zoomOut} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          −
        </button>
        <span role="status">{ZOOMS[zoom]}%</span>
        <button type="button" className="button small" aria-label={t.zoomIn} disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)}>
          ＋
        </button>
      </p>
      <div className="floor-window" role="region" aria-label={t.map} tabIndex={0}>
        <div className="floor-sheet" ref={sheet} style={{ width: `${ZOOMS[zoom]}%`, aspectRatio: `${picture.width} / ${picture.height}` }}>
          <img src={address(`/api/floors/${floor.id}/picture?v=${encodeURIComponent(picture.hash)}`)} alt="" width={picture.width} height={picture.height} draggable={false} decoding="async" />
          {children}
        </div>
      </div>
    </div>
  );
}
