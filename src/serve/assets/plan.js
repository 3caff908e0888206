// The plans: photos and letters at their places, put there by finger, pen, mouse or keyboard.
import { markKey, photoKey, pin, rowOf, say } from "./view.js";
import { zooming } from "./zoom.js";

const STEP = 0.1;
const LONG_STEP = 0.5;
const DRAG = 14;
const LARGEST = 6;

export function plans({ state, set, addMark, takePhoto, show }) {
  const $ = (selector, within = document) => within.querySelector(selector);
  const data = JSON.parse($("#plans").textContent);
  const sheets = Array.from(document.querySelectorAll(".sheet"));
  const hint = $("#plan-hint");
  let current = 0;
  let zoom = 1;
  // What the next press on the plan sets: a new or old photo, a new or old letter; none when it only looks.
  let task = null;
  let cross = null;

  const at = (n, x, y) => {
    const [a, b, c, d, e, f] = data[n].matrix;
    const det = a * d - b * c;
    return { x: (d * (x - e) - c * (y - f)) / det, y: (a * (y - f) - b * (x - e)) / det };
  };
  const onSheet = (n, { x, y }) => {
    const [a, b, c, d, e, f] = data[n].matrix;
    return { x: a * x + c * y + e, y: b * x + d * y + f };
  };
  // Degrees clockwise from up: on the plan, and on the sheet, which may lie turned.
  const toSheet = (n, degrees) => {
    const [a, b, c, d] = data[n].matrix;
    const [s, k] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    return (Math.atan2(a * s + c * k, -(b * s + d * k)) * 180) / Math.PI;
  };
  const toPlan = (n, dx, dy) => {
    const from = at(n, 0, 0);
    const to = at(n, dx, dy);
    return (Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI;
  };
  const sheetOf = (pinned) => data.findIndex((d) => !d.storey || d.storey === pinned.storey);

  function choose(n) {
    current = n;
    sheets.forEach((sheet, i) => { sheet.hidden = i !== n; });
    const select = $("#storey");
    if (select) select.value = n;
    fit();
  }

  function fit() {
    const sheet = sheets[current];
    if (!sheet) return;
    const paper = $(".paper", sheet);
    // On a narrow screen a plan begins at twice the width: room names must be read.
    const least = Math.max(sheet.clientWidth, 560);
    paper.style.width = Math.round(least * zoom) + "px";
    $("#zoom-out").disabled = zoom <= 1;
    $("#zoom-in").disabled = zoom >= LARGEST;
  }

  // What lies at a point of the sheet, its middle if none is said, stays there; `was` is where that point was before.
  function zoomTo(next, { x, y } = {}, was) {
    const sheet = sheets[current];
    x ??= sheet.clientWidth / 2;
    y ??= sheet.clientHeight / 2;
    const before = zoom;
    const [left, top] = [sheet.scrollLeft + (was?.x ?? x), sheet.scrollTop + (was?.y ?? y)];
    zoom = Math.min(LARGEST, Math.max(1, next));
    fit();
    sheet.scrollLeft = left * zoom / before - x;
    sheet.scrollTop = top * zoom / before - y;
  }

  function begin(next) {
    task = next;
    cross = null;
    $("#new-photo")?.setAttribute("aria-pressed", String(next?.kind === "photo" && !next.key));
    $("#new-mark")?.setAttribute("aria-pressed", String(next?.kind === "mark" && !next.key));
    for (const sheet of sheets) {
      sheet.classList.toggle("placing", Boolean(next));
      $(".cross", sheet).hidden = true;
    }
    if (!next) { hint.textContent = ""; return; }
    const name = next.key && label(next);
    const text = name ? say("placing_old", name) : say(next.kind === "photo" ? "placing_photo" : "placing_mark");
    hint.textContent = text + " " + say("by_keys");
    sheets[current]?.focus({ preventScroll: true });
    hint.scrollIntoView({ block: "nearest" });
  }

  function label({ kind, key }) {
    const row = rowOf(state.view, kind, key);
    return kind === "photo" ? say("photo", row?.number ?? "") : say("mark", row?.letter ?? "");
  }

  function finish(n, x, y, direction) {
    const { kind, key, point } = task;
    const place = at(n, x, y);
    const old = key && rowOf(state.view, kind, key)?.at;
    const own = pin(data[n].storey, place.x, place.y, kind === "photo" ? direction ?? old?.direction : null);
    begin(null);
    if (key) set(kind, key, "at", own);
    else if (kind === "photo") takePhoto("camera", { point, at: own });
    else addMark(own, point);
  }

  // ---- pins

  function pinNode(n, kind, row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pin " + kind;
    if (row.local) button.classList.add("local");
    const spot = onSheet(n, row.at);
    button.style.left = (spot.x / data[n].width) * 100 + "%";
    button.style.top = (spot.y / data[n].height) * 100 + "%";
    if (kind === "photo" && row.at.direction !== undefined && row.at.direction !== null) {
      const wedge = document.createElement("span");
      wedge.className = "wedge";
      wedge.style.transform = "rotate(" + toSheet(n, row.at.direction) + "deg)";
      button.append(wedge);
    }
    const disc = document.createElement("span");
    disc.className = "disc";
    disc.textContent = kind === "photo" ? row.number : row.letter;
    button.append(disc);
    button.dataset[kind] = kind === "photo" ? photoKey(row) : markKey(row);
    const words = kind === "photo" ? row.caption : row.text;
    button.setAttribute("aria-label", label({ kind, key: button.dataset[kind] }) + (words ? ": " + words : ""));
    return button;
  }

  function render(view) {
    sheets.forEach((sheet, n) => {
      const here = (row) => row.at && !row.removed && sheetOf(row.at) === n;
      const photos = view.photos.filter(here);
      const marks = view.marks.filter(here);
      const pins = $(".pins", sheet);
      const sign = JSON.stringify([photos, marks]);
      if (pins.dataset.sign === sign) return;
      const focused = pins.contains(document.activeElement) && document.activeElement.dataset;
      pins.dataset.sign = sign;
      pins.replaceChildren(...photos.map((p) => pinNode(n, "photo", p)), ...marks.map((m) => pinNode(n, "mark", m)));
      if (focused) Array.from(pins.children).find((c) => (c.dataset.photo || c.dataset.mark) === (focused.photo || focused.mark))?.focus();
    });
    renderMarks(view);
  }

  // Every letter stands in a list too, for those who do not see the plan.
  function renderMarks(view) {
    const list = $("#marks");
    if (!list) return;
    const sign = JSON.stringify(view.marks);
    if (list.dataset.sign === sign) return;
    list.dataset.sign = sign;
    list.replaceChildren(...view.marks.map((mark) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      if (mark.removed) {
        button.className = "quiet";
        button.dataset.restore = markKey(mark);
        button.dataset.on = "mark";
        button.textContent = say("undo");
        item.append(say("removed_mark", mark.letter) + " ", button);
        return item;
      }
      button.className = "chip-letter";
      button.dataset.mark = markKey(mark);
      button.textContent = mark.letter;
      button.setAttribute("aria-label", say("mark", mark.letter) + (mark.text ? ": " + mark.text : ""));
      item.append(button, " " + (mark.text || "") + (mark.at ? "" : " (" + say("no_place") + ")"));
      return item;
    }));
  }

  // ---- finger, pen, mouse

  sheets.forEach((sheet, n) => {
    const paper = $(".paper", sheet);
    const crossNode = $(".cross", sheet);
    let start = null;
    const spot = (event) => {
      const box = paper.getBoundingClientRect();
      return { x: ((event.clientX - box.left) / box.width) * data[n].width, y: ((event.clientY - box.top) / box.height) * data[n].height };
    };
    const showCross = (x, y, degrees) => {
      crossNode.hidden = false;
      crossNode.style.left = (x / data[n].width) * 100 + "%";
      crossNode.style.top = (y / data[n].height) * 100 + "%";
      crossNode.style.transform = degrees === null ? "" : "rotate(" + degrees + "deg)";
      crossNode.classList.toggle("directed", degrees !== null);
    };
    const letGo = () => { start = null; crossNode.hidden = true; };
    // Two fingers look closer; what one of them had begun to place is not placed.
    zooming(sheet, { zoom: () => zoom, zoomTo, begins: letGo });
    sheet.addEventListener("pointerdown", (event) => {
      if (!task || event.button !== 0 || !event.isPrimary) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      start = { ...spot(event), cx: event.clientX, cy: event.clientY, direction: null };
      showCross(start.x, start.y, null);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [dx, dy] = [event.clientX - start.cx, event.clientY - start.cy];
      start.direction = task?.kind === "photo" && Math.hypot(dx, dy) > DRAG ? toPlan(n, dx, dy) : null;
      showCross(start.x, start.y, start.direction === null ? null : toSheet(n, start.direction));
    });
    sheet.addEventListener("pointerup", () => {
      if (!start || !task) return;
      const { x, y, direction } = start;
      start = null;
      finish(n, x, y, direction);
    });
    sheet.addEventListener("pointercancel", letGo);
    // A pin under the finger is no answer while something is being placed.
    sheet.addEventListener("click", (event) => { if (sheet.classList.contains("placing")) event.stopPropagation(); }, true);

    // ---- keyboard

    sheet.addEventListener("keydown", (event) => {
      if (event.target !== sheet || !task) return;
      if (event.key === "Escape") { begin(null); return; }
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!cross) {
        const old = task.key && rowOf(state.view, task.kind, task.key)?.at;
        const middle = { x: ((sheet.scrollLeft + sheet.clientWidth / 2) / sheet.scrollWidth) * data[n].width, y: ((sheet.scrollTop + sheet.clientHeight / 2) / sheet.scrollHeight) * data[n].height };
        cross = { ...(old ? onSheet(n, old) : middle), direction: old?.direction ?? null };
      }
      if (move) {
        const [a, b] = data[n].matrix;
        const step = (event.shiftKey ? LONG_STEP : STEP) * Math.hypot(a, b);
        cross.x = Math.min(data[n].width, Math.max(0, cross.x + move[0] * step));
        cross.y = Math.min(data[n].height, Math.max(0, cross.y + move[1] * step));
      } else if (event.key === "r" || event.key === "R") {
        cross.direction = ((cross.direction ?? toPlan(n, 0, -1)) + (event.shiftKey ? -15 : 15) + 360) % 360;
      } else if (event.key === "Enter") {
        event.preventDefault();
        const { x, y, direction } = cross;
        finish(n, x, y, direction);
        return;
      } else return;
      event.preventDefault();
      showCross(cross.x, cross.y, cross.direction === null || task.kind !== "photo" ? null : toSheet(n, cross.direction));
      crossNode.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  });

  $("#storey")?.addEventListener("change", (event) => choose(Number(event.target.value)));
  $("#zoom-in")?.addEventListener("click", () => zoomTo(zoom * 1.5));
  $("#zoom-out")?.addEventListener("click", () => zoomTo(zoom / 1.5));
  $("#new-photo")?.addEventListener("click", () => begin(task?.kind === "photo" && !task.key ? null : { kind: "photo" }));
  $("#new-mark")?.addEventListener("click", () => begin(task?.kind === "mark" && !task.key ? null : { kind: "mark" }));
  addEventListener("resize", fit);

  function place(kind, key) {
    const old = rowOf(state.view, kind, key)?.at;
    if (old && sheetOf(old) >= 0) choose(sheetOf(old));
    show("plan");
    begin({ kind, key });
  }

  return {
    any: sheets.length > 0,
    fit,
    render,
    placePhoto: (key) => place("photo", key),
    placeOld: place,
    // Without a plan a letter has no place, and is set all the same.
    placeMark: (point) => (sheets.length ? begin({ kind: "mark", point }) : addMark(null, point)),
  };
}
