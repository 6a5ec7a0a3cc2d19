/** Where the lanes of the timeline lie on its canvas, in pixels. */
import type { Lane } from './model.ts';

/** Room for the names of lanes. */
export const gutter = 108;
export const rulerHeight = 22;
export const stripHeight = 17;
const queryRow = 17;
const workRow = 21;
/** Of work side by side: as many rows as there are fit in here, in thinner rows if need be. */
const mostWorkHeight = 100;
const between = 9;

export interface LanePlace {
  readonly y: number;
  readonly height: number;
  readonly rowHeight: number;
}

export interface Layout {
  readonly phasesY: number;
  readonly pathY: number;
  readonly lanes: readonly LanePlace[];
  readonly height: number;
}

export function layOut(lanes: readonly Lane[]): Layout {
  const phasesY = rulerHeight + 2;
  const pathY = phasesY + stripHeight + 5;
  let y = pathY + stripHeight + between + 2;
  const places = lanes.map((lane, index) => {
    const count = Math.max(1, lane.rows.length);
    const rowHeight = index === 0 ? queryRow : Math.min(workRow, mostWorkHeight / count);
    const height = Math.max(workRow, Math.max(index === 0 ? 2 : 1, count) * rowHeight);
    const place = { y, height, rowHeight };
    y += height + between;
    return place;
  });
  return { phasesY, pathY, lanes: places, height: y };
}
