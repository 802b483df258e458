/* Pasting a block from a spreadsheet: it fills from the cursor down and to the right, over the lines that are
   shown; a single value fills all selected cells. Nothing is saved before a preview was seen; a blank value leaves what stands there. */

import { isBlock, readBlock } from "./clipboard.js";
import { cells, columns, shownRows, table } from "./grid_cells.js";
import { openPreview } from "./grid_preview.js";
import { selected, selectedCorner } from "./grid_select.js";
import { note } from "./grid_undo.js";
import { announce, fill, words } from "./grid_view.js";

const CODES_SHOWN = 8;

/* Which cells the values of a block would go to, and what can't go anywhere. Upper targets are columns of
   their own only for the lines that have them, so a block with one column for each year leaves them out:
   whichever reading loses less is taken. */
function place(block, start) {
  const whole = fit(block, start, columns);
  const byYear = fit(block, start, columns.filter((column) => column === start.column || !isUpper(column)));
  return countLost(byYear) < countLost(whole) ? byYear : whole;
}

function isUpper(column) {
  return column.endsWith("-2");
}

function countLost({ locked, outside }) {
  return locked.length + outside;
}

function fit(block, start, across) {
  const placed = { items: [], blank: 0, locked: [], outside: 0 };
  const rows = shownRows();
  const top = rows.indexOf(start.row);
  const left = across.indexOf(start.column);
  block.forEach((values, down) => {
    values.forEach((value, right) => put(placed, value, rows[top + down], across[left + right]));
  });
  return placed;
}

function put(placed, text, row, column) {
  const cell = row?.byColumn.get(column);
  if (!text) {
    placed.blank += cell?.input.value ? 1 : 0;
  } else if (!row || !column) {
    placed.outside += 1;
  } else if (!cell && row.fixed.get(column) === text) {
    // As when a copied block comes back: nothing is lost.
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

/* A single value as often as there are selected places; null where it is for the browser to paste. */
function fillSelection(value) {
  const { lines, columns: across } = selected() ?? { lines: 1, columns: 1 };
  const line = Array(across).fill(value);
  return lines * across > 1 ? Array(lines).fill(line) : null;
}

function onPaste(event) {
  const start = selectedCorner() ?? cells.get(event.target);
  const text = event.clipboardData.getData("text/plain");
  if (!start || !(isBlock(text) || (text && selected()))) {
    return;
  }
  event.preventDefault();
  const read = readBlock(text);
  const isSingle = read.length === 1 && read[0].length === 1;
  const block = isSingle ? fillSelection(read[0][0]) : read;
  if (!block) {
    document.execCommand("insertText", false, read[0][0]);
    return;
  }
  const placed = place(block, start);
  const lost = lostWords(placed);
  if (placed.items.length) {
    openPreview(placed.items, { title: words.blockTitle, lost, start }, (changes) => note(changes));
  } else {
    announce(lost.join(" "), true);
  }
}

export function startPaste() {
  table.addEventListener("paste", onPaste);
}
