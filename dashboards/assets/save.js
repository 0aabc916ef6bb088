// Saves a panel's figure as a picture and a table as CSV, with what the server says of them: a file has no page around
// it. Nothing is asked of the server, and every word of a file is on the page or in its caption.
(function () {
  "use strict";

  const WIDTH = 960;
  const MARGIN = 24;
  const LINE = 20;
  // Pixels of the picture to one of the page, so that it prints well.
  const SCALE = 2;
  const INK = "#14212e";
  const INK_SOFT = "#4a5b6c";

  function caption() {
    return window.anlan.shown.caption || { page: document.title, area: "", period: "", scope: "", lines: [] };
  }

  function fileName(what, form) {
    const told = caption();
    const parts = [told.page, what, told.area, told.period].filter(Boolean);
    // What file systems refuse, and what a shell would take apart.
    return parts.join("_").replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 150) + "." + form;
  }

  function keep(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    // Not before the browser has begun to read it.
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  // Text as a reader hears it: signs that only repeat words are left out.
  function textOf(element, without) {
    const skipped = "[aria-hidden=true], button" + (without ? ", " + without : "");
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      if (text && !walker.currentNode.parentElement.closest(skipped)) found.push(text);
    }
    return found.join(" ");
  }

  // Tables

  const SMALL = ".value-interval, .rank-interval";

  function plain(text) {
    const number = text.replace(/^−/, "-");
    if (/^[+-]?[\d,]+(\.\d+)?%?$/.test(number)) return number.replaceAll(",", "");
    // Spreadsheets take these for formulas; a signed number with words after it is none.
    const isFormula = /^[=+\-@]/.test(text) && !/^[+-][\d,.]+%?( [^=|!(]*)?$/.test(text);
    const safe = isFormula ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  function csvOf(table, note) {
    const rows = Array.from(table.rows);
    const hasSmall = Array.from(rows[0].cells, function (_, place) {
      return rows.some(function (row) { return row.cells[place] && row.cells[place].querySelector(SMALL); });
    });
    const lines = rows.map(function (row, number) {
      return Array.from(row.cells).flatMap(function (cell, place) {
        if (!hasSmall[place]) return [textOf(cell)];
        const small = Array.from(cell.querySelectorAll(SMALL), function (part) { return textOf(part); }).join(" ");
        const heading = textOf(cell);
        return number === 0 ? [heading, heading + window.anlan.shown.saves.small] : [textOf(cell, SMALL), small];
      }).map(plain).join(",");
    });
    const told = [note, caption().scope].concat(caption().lines).filter(Boolean).map(plain);
    // With the mark, Excel and WPS read it as UTF-8.
    return "\ufeff" + lines.concat("", told).join("\r\n") + "\r\n";
  }

  function saveTable(button) {
    const whole = button.closest(".tabled");
    const table = whole.querySelector("table");
    const note = textOf(whole.querySelector(".counted, caption") || whole);
    const section = whole.closest(".panel");
    const heading = section && section.querySelector("h2");
    const blob = new Blob([csvOf(table, note)], { type: "text/csv;charset=utf-8" });
    keep(blob, fileName(heading ? textOf(heading, ".unit") : note, "csv"));
  }

  // Pictures

  function escaped(text) {
    return text.replace(/[&<>"]/g, function (sign) { return "&#" + sign.charCodeAt(0) + ";"; });
  }

  const measure = document.createElement("canvas").getContext("2d");

  // The text in lines no wider than the picture: broken between words, and after any Chinese character.
  function wrapped(text, font) {
    measure.font = font;
    const lines = [""];
    (text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) || []).forEach(function (piece) {
      const longer = lines[lines.length - 1] + piece;
      if (measure.measureText(longer).width > WIDTH - 2 * MARGIN && lines[lines.length - 1]) lines.push(piece);
      else lines[lines.length - 1] = longer;
    });
    return lines;
  }

  // What of the panel stands around its figure: title and unit above, keys of colours and notes below.
  function drawing(name, figure, height) {
    const family = getComputedStyle(document.body).fontFamily.replaceAll('"', "'");
    const parts = [];
    let top = MARGIN;
    function write(text, size, colour, weight) {
      wrapped(text, weight + " " + size + "px " + family).forEach(function (line) {
        top += size + 6;
        parts.push('<text x="' + MARGIN + '" y="' + (top - 6) + '" font-size="' + size + '" font-weight="' + weight + '" fill="' + colour + '">' + escaped(line) + "</text>");
      });
    }
    const told = caption();
    const panel = document.getElementById(name + "-panel");
    const heading = document.getElementById(name + "-heading");
    const unit = heading.querySelector(".unit");
    write(textOf(heading, ".unit"), 20, INK, 700);
    write([told.scope, unit && textOf(unit)].filter(Boolean).join(" · "), 14, INK_SOFT, 400);
    top += 8;
    parts.push(figure.replace("<svg", '<svg x="' + MARGIN + '" y="' + top + '"'));
    top += height + 8;
    let left = MARGIN;
    panel.querySelectorAll(".legend-entry").forEach(function (entry) {
      const text = textOf(entry);
      const drawn = entry.querySelector("svg");
      const key = drawn ? drawn.clientWidth : 18;
      measure.font = "13px " + family;
      const width = key + 6 + measure.measureText(text).width + 18;
      if (left + width > WIDTH - MARGIN) { left = MARGIN; top += LINE; }
      if (drawn) parts.push(drawn.outerHTML.replace("<svg", '<svg x="' + left + '" y="' + top + '"'));
      else parts.push('<rect x="' + left + '" y="' + top + '" width="18" height="12" fill="' + (entry.querySelector(".key").dataset.colour || "none") + '" stroke="#7a8999"/>');
      parts.push('<text x="' + (left + key + 6) + '" y="' + (top + 11) + '" font-size="13" fill="' + INK + '">' + escaped(text) + "</text>");
      left += width;
    });
    if (left > MARGIN) top += LINE + 4;
    Array.from(panel.querySelectorAll(".footnote")).filter(function (note) { return !note.closest("details"); })
      .map(function (note) { return textOf(note); }).concat(told.lines)
      .forEach(function (line) { write(line, 12, INK_SOFT, 400); });
    top += MARGIN;
    const head = '<svg xmlns="http://www.w3.org/2000/svg" width="' + WIDTH + '" height="' + top + '" viewBox="0 0 ' + WIDTH + " " + top + '" font-family="' + family + '">';
    return { text: head + '<rect width="100%" height="100%" fill="#ffffff"/>' + parts.join("") + "</svg>", height: top };
  }

  function painted(drawn) {
    return new Promise(function (resolve, reject) {
      const image = new Image();
      image.onload = function () {
        const canvas = document.createElement("canvas");
        canvas.width = WIDTH * SCALE;
        canvas.height = drawn.height * SCALE;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(resolve, "image/png");
      };
      image.onerror = reject;
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawn.text);
    });
  }

  // Figures on white, whatever the theme: the stylesheet's colours do not leave the page.

  function mapAlone(map, height) {
    const copy = map.cloneNode(true);
    copy.setAttribute("width", WIDTH - 2 * MARGIN);
    copy.setAttribute("height", height);
    copy.querySelectorAll("a").forEach(function (link) { link.replaceWith(...link.childNodes); });
    copy.querySelectorAll("[data-tip]").forEach(function (area) { area.removeAttribute("data-tip"); });
    return new XMLSerializer().serializeToString(copy);
  }

  const LENGTHS = ["x", "y", "width", "height", "cx", "cy", "r", "x1", "x2", "y1", "y2", "dx", "dy"];
  const STYLES = { "font-size": "fontSize", "stroke-width": "strokeWidth", "stroke-dasharray": "strokeDasharray" };

  // An element's lengths in pixels: parts of a plot and of its type are known to few programs but browsers.
  function inPixels(element) {
    LENGTHS.filter(function (name) { return element.hasAttribute(name); }).forEach(function (name) {
      const length = element[name].baseVal;
      element.setAttribute(name, Math.round(100 * (length.length ? length[0] : length).value) / 100);
    });
    Object.keys(STYLES).filter(function (name) { return element.hasAttribute(name); }).forEach(function (name) {
      element.setAttribute(name, getComputedStyle(element)[STYLES[name]]);
    });
  }

  // A path of a box that is stretched over the plot, in the plot's own pixels.
  function unstretched(box, width, height) {
    const fine = box.viewBox.baseVal.width;
    box.querySelectorAll("path").forEach(function (path) {
      let place = 0;
      path.setAttribute("d", path.getAttribute("d").replace(/-?[\d.]+/g, function (number) {
        place += 1;
        return Math.round(100 * number * (place % 2 ? width : height) / fine) / 100;
      }));
      path.removeAttribute("vector-effect");
    });
    ["viewBox", "preserveAspectRatio"].forEach(function (name) { box.removeAttribute(name); });
    box.setAttribute("width", width);
    box.setAttribute("height", height);
  }

  function plotAlone(plot, height) {
    const whole = WIDTH - 2 * MARGIN;
    const copy = plot.cloneNode(true);
    copy.style.cssText += "; position: absolute; left: -9999px; width: " + whole + "px; height: " + height + "px";
    plot.after(copy);
    const field = copy.querySelector(".field");
    const room = getComputedStyle(copy);
    const width = field.clientWidth;
    const type = room.fontSize;
    field.querySelectorAll(":not(.stretched)").forEach(inPixels);
    field.querySelectorAll(".stretched").forEach(function (box) { unstretched(box, width, field.clientHeight); });
    field.querySelectorAll("*").forEach(function (element) {
      ["class", "data-tip", "data-href"].forEach(function (name) { element.removeAttribute(name); });
    });
    const inner = new XMLSerializer().serializeToString(field).replace(/^<svg[^>]*>|<\/svg>$/g, "");
    const moved = "translate(" + parseFloat(room.paddingLeft) + " " + parseFloat(room.paddingTop) + ")";
    copy.remove();
    return '<svg width="' + whole + '" height="' + height + '" font-size="' + type + '"><g transform="' + moved + '">' + inner + "</g></svg>";
  }

  async function saveFigure(button) {
    const name = button.dataset.of;
    const place = document.getElementById(name);
    const height = Math.max(place.clientHeight, 360);
    const map = place.querySelector(".area-map");
    const figure = map ? mapAlone(map, height) : plotAlone(place.querySelector(".plot"), height);
    const drawn = drawing(name, figure, height);
    const form = button.dataset.save;
    const blob = form === "svg" ? new Blob([drawn.text], { type: "image/svg+xml" }) : await painted(drawn);
    keep(blob, fileName(textOf(document.getElementById(name + "-heading"), ".unit"), form));
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("button[data-save]");
    if (!button) return;
    if (button.dataset.save === "csv") saveTable(button);
    else saveFigure(button);
  });
})();
