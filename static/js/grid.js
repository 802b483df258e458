/* A table of inputs that saves each changed cell by itself, with the keys, the clipboard and the undo of a
   spreadsheet.

   Every input has data-key (its row in the database), data-version (that the row was read at), data-url and
   data-field; data-column where a field has several columns, and data-fixed in its place on a text that is
   not typed in. The table has data-block-url, for many cells at once. What each part does stands in its own file: grid_cells (where the cells are), grid_save and
   grid_answers (one cell), grid_block and grid_preview (many), grid_keys, grid_select, grid_paste, grid_undo. */

import { cells, collect, table, unsavedCells } from "./grid_cells.js";
import { startKeys } from "./grid_keys.js";
import { startPaste } from "./grid_paste.js";
import { isPreviewOpen, startPreview } from "./grid_preview.js";
import { commit, keepInView, refresh, resumeWhenBack, tryAgain } from "./grid_save.js";
import { startSelecting } from "./grid_select.js";
import { startUndo } from "./grid_undo.js";
import { onRetry, show } from "./grid_view.js";

collect();
startKeys();
startSelecting();
startPaste();
startPreview();
startUndo();

table.addEventListener("focusin", (event) => {
  if (cells.has(event.target)) {
    event.target.select();
    keepInView();
  }
});
table.addEventListener("focusout", (event) => cells.has(event.target) && commit(cells.get(event.target)));
table.addEventListener("input", (event) => {
  const cell = cells.get(event.target);
  if (cell) {
    cell.origin = undefined;
    show(cell);
    refresh();
  }
});
onRetry(tryAgain);
resumeWhenBack();
window.addEventListener("beforeunload", (event) => {
  if (unsavedCells().length || isPreviewOpen()) {
    event.preventDefault();
  }
});
