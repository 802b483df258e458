/* The filters of the entry page at once, and the box that finds a unit below. Without this script the filters
   are links. Which filters show a row is told by the server, in a hidden element of the row that changes with
   it; a row that was filled in stays until a filter is chosen again. */

const FILTER_FROM = 8;

const nav = document.querySelector("[data-grid-filters]");
const scroller = document.querySelector(".grid-table")?.closest(".table-scroll");

function chosen() {
  return nav.querySelector("[aria-current]")?.dataset.show ?? "all";
}

/* What is not saved yet stays in sight. */
function isShown(line, show) {
  const shows = line.querySelector("[data-shows]").textContent.split(" ");
  return shows.includes(show) || line.querySelector(".is-unsaved") !== null;
}

/* A perspective or an objective without rows that are shown goes with them. */
function narrowBody(body, show) {
  const lines = [...body.querySelectorAll("tr[data-row]")];
  lines.forEach((line) => {
    line.hidden = !isShown(line, show);
  });
  body.querySelectorAll("tr[data-objective]").forEach((head) => {
    head.hidden = lines.every((line) => line.hidden || line.dataset.of !== head.dataset.objective);
  });
  const count = lines.filter((line) => !line.hidden).length;
  body.hidden = count === 0;
  return count;
}

function choose(show) {
  nav.querySelectorAll("[data-show]").forEach((link) => {
    link.toggleAttribute("aria-current", link.dataset.show === show);
    if (link.dataset.show === show) {
      link.setAttribute("aria-current", "true");
    }
  });
  document.querySelectorAll("[data-help]").forEach((text) => {
    text.hidden = text.dataset.help !== show;
  });
  const bodies = [...scroller.querySelectorAll("tbody")];
  const count = bodies.map((body) => narrowBody(body, show)).reduce((sum, each) => sum + each, 0);
  scroller.hidden = count === 0;
  document.querySelectorAll("[data-empty]").forEach((text) => {
    text.hidden = text.dataset.empty !== show || count > 0;
  });
  const link = nav.querySelector("[aria-current]");
  document.getElementById("filter-said").textContent = link.textContent.trim().replace(/\s+/g, " ");
}

function showOf(url) {
  return new URL(url).searchParams.get("show") ?? "all";
}

function startFilters() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-grid-filters] a, [data-empty] a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    const isOther = showOf(link.href) !== chosen();
    choose(showOf(link.href));
    if (isOther) {
      history.pushState(null, "", link.href);
    }
    nav.querySelector("[aria-current]").focus();
  });
  window.addEventListener("popstate", () => {
    const show = showOf(location.href);
    choose(nav.querySelector(`[data-show="${CSS.escape(show)}"]`) ? show : "all");
  });
}

function startUnits(list) {
  const search = list.querySelector("input[type=search]");
  const items = [...list.querySelectorAll("li")];
  search.hidden = items.length < FILTER_FROM;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    items.forEach((item) => {
      item.hidden = !item.querySelector("a").textContent.toLocaleLowerCase().includes(wanted);
    });
    list.querySelector("[data-none]").hidden = items.some((item) => !item.hidden);
  });
}

if (nav && scroller) {
  startFilters();
}
document.querySelectorAll("[data-unit-list]").forEach(startUnits);
