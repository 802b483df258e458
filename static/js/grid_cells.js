/* The cells of the grid: which there are, how they lie to each other, and what is not saved in them.

   A cell is {input, record, field, row, column, saved, raw, conflict}. saved: what stands in the database, as
   the input shows it; raw: the same with the line ends that an input leaves out. A record is a row of the
   database, {key, url, version, cells by field}; a row is a line of the table. */

export const table = document.querySelector("[data-grid]");
export const records = new Map(); // key -> record
export const cells = new Map(); // input -> cell
export const rows = []; // {code, name, line, byColumn: Map(column -> cell), fixed: Map(column -> text)}
export const columns = [];

export function collect() {
  table.querySelectorAll("tr[data-row]").forEach((line) => {
    const name = line.querySelector("th a")?.textContent ?? "";
    const row = { code: line.dataset.row, name, line, byColumn: new Map(), fixed: new Map() };
    line.querySelectorAll("input[data-key]").forEach((input) => addCell(input, row));
    line.querySelectorAll("[data-fixed]").forEach((text) => addFixed(text, row));
    rows.push(row);
  });
  columns.sort((a, b) => place(a) - place(b));
}

function addCell(input, row) {
  const { key, url, version, field } = input.dataset;
  const column = input.dataset.column ?? field;
  const record = records.get(key) ?? { key, url, version: Number(version), cells: {} };
  const raw = input.getAttribute("value");
  const cell = { input, record, field, row, column, saved: input.value, raw, conflict: null };
  records.set(key, record);
  record.cells[field] = cell;
  row.byColumn.set(column, cell);
  cells.set(input, cell);
  addColumn(column);
  input.readOnly = false;
}

function addFixed(element, row) {
  row.fixed.set(element.dataset.fixed, element.textContent.trim());
  addColumn(element.dataset.fixed);
}

function addColumn(column) {
  if (!columns.includes(column)) {
    columns.push(column);
  }
}

/* What stands in a column of a line, whether it can be typed in or not. */
export function textAt(row, column) {
  return row.byColumn.get(column)?.input.value ?? row.fixed.get(column) ?? "";
}

/* Columns in the order in which they stand on the page; the upper target comes right after its target. */
function place(column) {
  const first = rows.map((row) => row.byColumn.get(column)).find(Boolean);
  return column.includes("-") ? Number(column.replace("-", ".")) : first.input.closest("td").cellIndex;
}

/* As an input shows a text. */
export function flat(text) {
  return text.replace(/[\r\n]/g, "");
}

export function isUnsaved(cell) {
  return cell.input.value !== cell.saved;
}

export function unsavedCells() {
  return [...cells.values()].filter((cell) => isUnsaved(cell) || cell.conflict);
}

export function labelOf(cell) {
  return cell.input.getAttribute("aria-label");
}

/* The lines that a filter has not hidden. */
export function shownRows() {
  return rows.filter((row) => row.line.getClientRects().length);
}

/* Shows the line of a cell that a filter has hidden, with the heads that it stands under, and in place of the
   words that no line is shown. */
export function reveal({ row }) {
  if (row.line.getClientRects().length) {
    return;
  }
  const body = row.line.closest("tbody");
  const heads = [...body.querySelectorAll("tr[data-objective]")];
  const own = heads.filter((head) => head.dataset.objective === row.line.dataset.of);
  [row.line, body, body.closest(".table-scroll"), ...own].forEach((element) => {
    element.hidden = false;
  });
  document.querySelectorAll("[data-empty]").forEach((text) => {
    text.hidden = true;
  });
}

export function upOrDown(cell, step) {
  const shown = shownRows();
  for (let at = shown.indexOf(cell.row) + step; shown[at]; at += step) {
    const next = shown[at].byColumn.get(cell.column);
    if (next) {
      return next;
    }
  }
  return null;
}

export function sideways(cell, step) {
  for (let at = columns.indexOf(cell.column) + step; columns[at]; at += step) {
    const next = cell.row.byColumn.get(columns[at]);
    if (next) {
      return next;
    }
  }
  return null;
}

/* As Tab goes: along the line, then on to the next one that has a cell. */
export function alongLines(cell, step) {
  const beside = sideways(cell, step);
  if (beside) {
    return beside;
  }
  const shown = shownRows();
  for (let at = shown.indexOf(cell.row) + step; shown[at]; at += step) {
    const inOrder = columns.map((column) => shown[at].byColumn.get(column)).filter(Boolean);
    if (inOrder.length) {
      return inOrder.at(step > 0 ? 0 : -1);
    }
  }
  return null;
}
