/* Pasting a block from a spreadsheet: it fills from the cursor down and to the right, over the lines that are
   shown. Nothing is saved before a preview was seen; a blank value leaves what stands there. */

import { isBlock, readBlock } from "./clipboard.js";
import { cells, columns, shownRows, table } from "./grid_cells.js";
import { openPreview } from "./grid_preview.js";
import { selectedCorner } from "./grid_select.js";
import { note } from "./grid_undo.js";
import { announce, fill, words } from "./grid_view.js";

const CODES_SHOWN = 8;

/* Which cells the values of a block would go to, and what can't go anywhere. */
function place(block, start) {
  const placed = { items: [], blank: 0, locked: [], outside: 0 };
  const rows = shownRows();
  const top = rows.indexOf(start.row);
  const left = columns.indexOf(start.column);
  block.forEach((values, down) => {
    values.forEach((value, right) => put(placed, value, rows[top + down], columns[left + right]));
  });
  return placed;
}

function put(placed, text, row, column) {
  const cell = row?.byColumn.get(column);
  if (!text) {
    placed.blank += cell?.input.value ? 1 : 0;
  } else if (!row || !column) {
    placed.outside += 1;
  } else if (!cell || cell.conflict) {
    placed.locked.push(row.code);
  } else {
    placed.items.push({ cell, text });
  }
}

/* What of the block goes nowhere, in sentences. */
function lostWords({ blank, locked, outside }) {
  const codes = locked.slice(0, CODES_SHOWN).join(", ") + (locked.length > CODES_SHOWN ? ", …" : "");
  const counted = [
    [words.blank, blank],
    [words.locked, locked.length],
    [words.outside, outside],
  ];
  return counted.filter(([, n]) => n).map(([text, n]) => fill(text, { n, codes }));
}

function onPaste(event) {
  const start = selectedCorner() ?? cells.get(event.target);
  const text = event.clipboardData.getData("text/plain");
  if (!start || !isBlock(text)) {
    return;
  }
  event.preventDefault();
  const block = readBlock(text);
  if (block.length === 1 && block[0].length === 1) {
    document.execCommand("insertText", false, block[0][0]);
    return;
  }
  const placed = place(block, start);
  const lost = lostWords(placed);
  if (placed.items.length) {
    openPreview(placed.items, lost, start, (changes) => note(changes));
  } else {
    announce(lost.join(" "), true);
  }
}

export function startPaste() {
  table.addEventListener("paste", onPaste);
}
