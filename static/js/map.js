/* The strategy map: chains of cause and effect brought out, moving by keys, zoom, and, for who may change the
   plan, links drawn on it. Without this the map reads the same, and links are changed with forms.

   The server draws; after a change it sends the whole drawing anew, and "map:redrawn" goes to the frame. */

import { letLinksBeDragged } from "./map_drag.js";
import { letLinksBeDrawn } from "./map_draw.js";
import { letLinksBeOpened } from "./map_link.js";
import { moveByKeys } from "./map_keys.js";
import { keepLaneNames } from "./map_lanes.js";
import { show } from "./map_said.js";
import { filterByLegend } from "./map_filter.js";
import { openInPanel } from "./map_open.js";
import { followChains } from "./map_trace.js";
import { letZoom } from "./map_zoom.js";

function start(frame) {
  followChains(frame);
  moveByKeys(frame);
  if (document.querySelector("[data-map-tools]")) {
    document.querySelectorAll("[data-map-tools], [data-map-help]").forEach((part) => {
      part.hidden = false;
    });
    show();
    keepLaneNames(frame);
    letZoom(frame);
    letLinksBeOpened(frame);
    filterByLegend(frame);
  }
  if ("editable" in frame.dataset) {
    letLinksBeDragged(frame, letLinksBeDrawn(frame));
  }
  openInPanel(frame);
}

document.querySelectorAll("[data-strategy-map]").forEach(start);
