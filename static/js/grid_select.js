/* A rectangle of cells, from the one that has the focus to another: with Shift and the arrow keys, with Shift
   and a click, or by dragging. It is there to be copied to a spreadsheet, filled with one value, or emptied. */

import { putText } from "./clipboard_write.js";
import { cells, columns, shownRows, table, textAt } from "./grid_cells.js";
import { announce, fill, words } from "./grid_view.js";

const PICKED = "is-picked";

let anchor = null;
let head = null; // {row, column}
let pressed = null;

function span(all, one, other) {
  const places = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return all.slice(places[0], places[1] + 1);
}

/* What act(row, column) gives for each place, by line. */
function overRectangle(act) {
  const across = span(columns, anchor.column, head.column);
  return span(shownRows(), anchor.row, head.row).map((row) => across.map((column) => act(row, column)));
}

/* The cells by line; undefined where there is none to type in. */
function rectangle() {
  return overRectangle((row, column) => row.byColumn.get(column));
}

function paint() {
  const picked = new Set(head ? rectangle().flat() : []);
  cells.forEach((cell, input) => input.classList.toggle(PICKED, picked.has(cell)));
}

function extendTo(from, row, column) {
  anchor = from;
  head = { row, column };
  paint();
  const lines = rectangle();
  announce(fill(words.selected, { rows: lines.length, columns: lines[0].length }));
}

export function clearSelection() {
  if (head) {
    anchor = null;
    head = null;
    paint();
  }
}

/* All cells of the rectangle that can be typed in, and how many lines and columns it has; null without one. */
export function selected() {
  if (!head) {
    return null;
  }
  const lines = rectangle();
  return { cells: lines.flat().filter(Boolean), lines: lines.length, columns: lines[0].length };
}

/* The upper left cell of the rectangle, if there is one. */
export function selectedCorner() {
  return head ? rectangle().flat().find(Boolean) : null;
}

/* One line or column further from the anchor, as far as the table goes. */
export function extend(cell, down, right) {
  const shown = shownRows();
  const { row, column } = anchor === cell && head ? head : cell;
  const nextRow = shown[shown.indexOf(row) + down] ?? row;
  const nextColumn = columns[columns.indexOf(column) + right] ?? column;
  extendTo(cell, nextRow, nextColumn);
  nextRow.line.scrollIntoView({ block: "nearest" });
}

function cellUnder(event) {
  return cells.get(event.target) ?? cells.get(event.target.closest?.("td")?.querySelector("input[data-key]"));
}

function onMouseDown(event) {
  const cell = cellUnder(event);
  const from = cells.get(document.activeElement);
  if (event.button !== 0 || !cell) {
    return;
  }
  if (event.shiftKey && from && from !== cell) {
    event.preventDefault();
    extendTo(from, cell.row, cell.column);
    return;
  }
  clearSelection();
  pressed = cells.has(event.target) ? cell : null;
}

function onMouseOver(event) {
  const cell = pressed && event.buttons === 1 ? cellUnder(event) : null;
  if (cell && (cell !== pressed || head)) {
    window.getSelection().removeAllRanges();
    pressed.input.focus();
    extendTo(pressed, cell.row, cell.column);
  }
}

function onCopy(event) {
  if (head) {
    const texts = overRectangle(textAt);
    putText(event, texts);
    announce(fill(words.copied, { n: texts.flat().length }), true);
  }
}

export function startSelecting() {
  table.addEventListener("mousedown", onMouseDown);
  table.addEventListener("mouseover", onMouseOver);
  // A cell's text is selected whole: dragging would carry it off into another cell.
  table.addEventListener("dragstart", (event) => cells.has(event.target) && event.preventDefault());
  document.addEventListener("mouseup", () => {
    pressed = null;
  });
  table.addEventListener("copy", onCopy);
  table.addEventListener("input", clearSelection);
  table.addEventListener("focusout", (event) => event.relatedTarget && clearSelection());
}
