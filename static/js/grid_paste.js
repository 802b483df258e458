/* Pasting a block from a spreadsheet into the grid: it fills from the cursor down and to the right.
   Cells that can be read are saved, the others are marked; a blank one leaves what stands there. */

import { readBlock } from "./clipboard.js";
import { fill, isUnsaved, words } from "./grid_view.js";

const CODES_SHOWN = 8;

/* Puts a block into the cells; answers what happened to each of its values. */
export function putBlock(text, start, rows, columns) {
  const paste = { changed: [], blank: 0, locked: [], outside: 0 };
  const top = rows.indexOf(start.row);
  const left = columns.indexOf(start.column);
  readBlock(text).forEach((values, down) => {
    values.forEach((value, right) => put(paste, value, rows[top + down], columns[left + right]));
  });
  return paste;
}

function put(paste, value, row, column) {
  const cell = row?.byColumn.get(column);
  if (!value) {
    paste.blank += cell?.input.value ? 1 : 0;
  } else if (!row || !column) {
    paste.outside += 1;
  } else if (!cell || cell.conflict) {
    paste.locked.push(row.code);
  } else if (value !== cell.input.value) {
    cell.input.value = value;
    paste.changed.push(cell);
  }
}

/* What became of a pasted block, in sentences. */
export function pasteSummary(paste) {
  const unread = paste.changed.filter(isUnsaved).map((cell) => cell.row.code);
  const lines = [fill(words.pasted, { n: paste.changed.length - unread.length })];
  const counted = [
    [words.blank, paste.blank, []],
    [words.unread, unread.length, unread],
    [words.locked, paste.locked.length, paste.locked],
    [words.outside, paste.outside, []],
  ];
  counted
    .filter(([, count]) => count)
    .forEach(([text, count, codes]) => {
      const shown = codes.slice(0, CODES_SHOWN).join(", ") + (codes.length > CODES_SHOWN ? ", …" : "");
      lines.push(fill(text, { n: count, codes: shown }));
    });
  return lines.join(" ");
}
