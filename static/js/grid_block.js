/* A block of cells in one request: to see what it would change, and to save all of it or nothing. */

import { adopt } from "./grid_answers.js";
import { isUnsaved, records, table } from "./grid_cells.js";
import { leaveQueue, refresh } from "./grid_save.js";
import { sendJson } from "./grid_send.js";
import { announce, clearNote, show, showOutputs, words } from "./grid_view.js";

/* items: what has a cell; version and textOf: what to send for an item. */
export function sendBlock(items, version, textOf, flags) {
  const cells = items.map((item) => ({
    key: item.cell.record.key,
    version: version(item),
    field: item.cell.field,
    text: textOf(item),
  }));
  return sendJson("POST", table.dataset.blockUrl, { cells, language: words.language, ...flags });
}

/* The rows of a saved block as they are stored now; answers what changed in the block's own cells. */
export function adoptBlock(answer, touched) {
  const ours = new Set(touched);
  const mayReplace = (cell) => ours.has(cell) || !isUnsaved(cell);
  const changes = answer.rows.flatMap((row) => adopt(row, records.get(row.key), mayReplace));
  leaveQueue(touched);
  touched.forEach((cell) => {
    cell.refused = undefined;
    clearNote(cell);
    show(cell);
  });
  showOutputs(answer.outputs);
  announce([answer.said, answer.notice].filter(Boolean).join(" "), true);
  refresh();
  return changes.filter(({ cell }) => ours.has(cell));
}
