/* Writes cells as a spreadsheet reads them from the clipboard: tabs between cells, CRLF between rows,
   quotes around cells that hold tabs, line ends or quotes. */

const NUMBER = /^[-+\u2212]?\d[\d.,]*$/;

function writeBlock(rows) {
  return rows.map((row) => row.map(cellText).join("\t")).join("\r\n");
}

/* Lets a copy event take the rows instead of what the browser would copy. */
export function putText(event, rows) {
  event.preventDefault();
  event.clipboardData.setData("text/plain", writeBlock(rows));
}

/* A text that a spreadsheet would take for a formula gets an apostrophe; reading a block takes it away again. */
function cellText(value) {
  const safe = /^[=+\-@]/.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[\t\r\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* Works on plain HTTP too, where navigator.clipboard is missing. Answers whether the browser let it. */
export function putOnClipboard(rows) {
  let isThere = false;
  const put = (event) => {
    event.stopImmediatePropagation();
    putText(event, rows);
    isThere = true;
  };
  document.addEventListener("copy", put, { capture: true, once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", put, { capture: true });
  return isThere;
}
