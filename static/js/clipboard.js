/* Reads a block copied from a spreadsheet: cells between tabs, rows between line ends, quotes around
   cells that hold tabs, line ends or quotes (doubled inside). */

export function readBlock(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  let fresh = true;
  const endCell = () => {
    rows.at(-1).push(cell);
    cell = "";
    fresh = true;
  };
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place];
    if (quoted) {
      if (character !== '"') {
        cell += character;
      } else if (text[place + 1] === '"') {
        cell += '"';
        place += 1;
      } else {
        quoted = false;
      }
    } else if (character === '"' && fresh && closes(text, place)) {
      quoted = true;
      fresh = false;
    } else if (character === "\t") {
      endCell();
    } else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[place + 1] === "\n") {
        place += 1;
      }
      endCell();
      rows.push([]);
    } else {
      cell += character;
      fresh = false;
    }
  }
  if (cell !== "" || rows.at(-1).length > 0) {
    endCell();
  } else if (rows.length > 1) {
    rows.pop();
  }
  return rows.map((row) => row.map(plain));
}

/* On one line, and without the apostrophe that keeps a text from being taken for a formula. */
function plain(value) {
  return value
    .replace(/\s*[\r\n]+\s*/g, " ")
    .trim()
    .replace(/^'(?=[=+\-@])/, "");
}

/* A quote opens a quoted cell only if another one closes it at the end of a cell: 5" is a plain text. */
function closes(text, open) {
  let place = text.indexOf('"', open + 1);
  while (place !== -1 && text[place + 1] === '"') {
    place = text.indexOf('"', place + 2);
  }
  return place !== -1 && (place + 1 === text.length || "\t\r\n".includes(text[place + 1]));
}

export function isBlock(text) {
  return /[\t\r\n]/.test(text);
}
