/* The button that copies the whole table as it is shown, for a spreadsheet. In the head, data-copy says what
   a column gives: "no" nothing, "name" the text of its link and, apart, the unit of measure, "level" the
   number of the level; anything else its text (of a state its badge alone), or what is typed in it.
   data-copy-upper names the column of its own that upper targets get. */

import { putOnClipboard } from "./clipboard_write.js";

const button = document.getElementById("copy-table");
const table = document.querySelector("[data-copied]");

/* What is typed in an element, or what it shows: some cells hold hidden words for other scripts. */
function textOf(element) {
  if (!element) {
    return "";
  }
  const shown = element.cloneNode(true);
  shown.querySelectorAll("[hidden]").forEach((hidden) => hidden.remove());
  return (element.value ?? shown.textContent).replace(/\s+/g, " ").trim();
}

function headTexts(head) {
  const own = textOf(head);
  if (head.dataset.copy === "name") {
    const copy = head.cloneNode(true);
    copy.querySelectorAll(".unit").forEach((unit) => unit.remove());
    return [textOf(copy), head.dataset.copyUnit];
  }
  return head.dataset.copyUpper ? [own, head.dataset.copyUpper] : [own];
}

function bodyTexts(head, cell) {
  const field = (name) => textOf(cell.querySelector(`[data-field="${name}"]`));
  if (head.dataset.copy === "name") {
    return [textOf(cell.querySelector("a")), textOf(cell.querySelector(".unit"))];
  }
  if (head.dataset.copy === "level") {
    const marks = [...cell.querySelectorAll(".level-mark")];
    const reached = marks.findIndex((mark) => mark.classList.contains("is-reached"));
    return [reached === -1 ? "" : String(reached + 1)];
  }
  if (head.dataset.copyUpper) {
    return [field("target"), field("target_upper")];
  }
  if (cell.querySelector(".cell-list")) {
    return [[...cell.querySelectorAll("li")].map(textOf).join("; ")];
  }
  return [textOf(cell.querySelector("input[data-field]") ?? cell.querySelector(".state") ?? cell)];
}

/* Rows that a filter hides are not copied: what is seen is what is taken. */
function tableTexts() {
  const heads = [...table.tHead.rows[0].cells];
  const wanted = heads.map((head, place) => [head, place]).filter(([head]) => head.dataset.copy !== "no");
  const lines = [...table.querySelectorAll("tr[data-row]")].filter((line) => line.getClientRects().length);
  return [
    wanted.flatMap(([head]) => headTexts(head)),
    ...lines.map((line) => wanted.flatMap(([head, place]) => bodyTexts(head, line.cells[place]))),
  ];
}

button.addEventListener("click", () => {
  const rows = tableTexts();
  const isCopied = putOnClipboard(rows);
  const { said, failed } = button.dataset;
  document.getElementById("copied").textContent = isCopied ? said.replace("[n]", rows.length - 1) : failed;
});
