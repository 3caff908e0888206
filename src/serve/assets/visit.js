// The page of a visit: every touch is kept on the device at once and shown; the rest is sync.js' affair.
import * as device from "./device.js";
import { before, isEmpty, isSame, markKey, nextLetter, nextNumber, photoKey, remember, say, seen, valueOf } from "./view.js";
import { sync } from "./sync.js";
import { plans } from "./plan.js";
import { dialogs } from "./dialogs.js";

const path = document.body.dataset.path;
const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const titles = JSON.parse($("#titles").textContent);
const LARGEST_PHOTO = 40 * 1024 * 1024;

let loading = Promise.resolve();
const state = {
  told: null, version: "", changes: [], view: null, online: navigator.onLine, sending: 0, working: 0, fault: "",
  news: [], warnings: new Map(), urls: new Map(),
  // One after the other: what was read last is what was read latest.
  load() {
    const read = async () => {
      const { told, changes } = await device.kept(path);
      if (told) { state.told = told.visit; state.version = told.version; }
      state.changes = changes;
      state.view = state.told && seen(state.told, changes);
    };
    loading = loading.then(read, read);
    return loading;
  },
  tell(key, ...parts) { state.news.push(say(key, ...parts)); },
  warn(what, text) {
    if (what.op !== "set") return;
    const key = what.on + "|" + what.key + "|" + what.field;
    if (text) state.warnings.set(key, text); else state.warnings.delete(key);
  },
};

// ---- changes

// Fields that are being written in, with the pause after which they are kept.
const pauses = new Map();
let line = Promise.resolve();
// One after the other, so that each sees what the one before made.
function inLine(work) {
  state.working++;
  renderStatus();
  const done = line.then(work)
    .catch((fault) => { state.unsaved = String(fault?.message || fault); })
    .finally(() => { state.working--; render(); });
  line = done;
  return done;
}

async function keep(whats) {
  await device.step(["changes"], (changes) => { for (const what of whats) changes.add({ path, id: device.newId(), do: what }); });
  state.unsaved = "";
  await state.load();
  render();
  sending.flush();
}

// A field gets a value. What was not sent yet is written over; what it replaces stays what it was. Without `base`, that
// is what stands there now.
export function set(on, key, field, value, base) {
  return inLine(async () => {
    const replaced = base === undefined ? valueOf(state.view, on, key, field) : base;
    const what = { op: "set", on, key, field, base: isEmpty(replaced) ? null : replaced, value: isEmpty(value) ? null : value };
    if (on === "observation") {
      what.by = localStorage.getItem("befaring-by") || null;
      what.time = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    }
    const same = (c) => c.do.op === "set" && c.do.on === on && c.do.key === key && c.do.field === field && c.state !== "refused";
    await device.step(["changes"], (changes) => {
      // Looked for in the same step: an answer of the server may have taken it away a moment ago.
      changes.index("path").getAll(path).onsuccess = ({ target }) => {
        const waiting = target.result.find(same);
        // Leaving a field says again what was kept already; nothing may move under the finger for that.
        if (waiting && isSame(waiting.do.value, value)) return;
        // What was written over may have been sent: should the server have it, that is no other's word.
        const sent = [...(waiting?.sent || []), waiting?.do.value ?? null];
        if (waiting) changes.put({ ...waiting, sent, id: device.newId(), do: { ...what, base: waiting.do.base } });
        else if (!isSame(replaced, value)) changes.add({ path, id: device.newId(), do: what });
      };
    });
    state.unsaved = "";
    await state.load();
    sending.flush();
  });
}

// A photo, with what it shows and where it was taken.
export function addPhotos(files, { point, at } = {}) {
  return inLine(async () => {
    for (const file of files) {
      const fault = await refusal(file);
      if (fault) { state.news.push(file.name + ": " + fault); continue; }
      const key = device.newId();
      const number = nextNumber(state.view);
      const whats = [{ op: "photo", key, number }];
      if (at) whats.push({ op: "set", on: "photo", key, field: "at", base: null, value: at });
      if (point) whats.push({ op: "link", observation: point, photo: key });
      // The picture's bytes, not the file: a camera's file may be gone by the time it is sent.
      const blob = new Blob([await file.arrayBuffer()], { type: file.type });
      await device.step(["photos", "changes"], (photos, changes) => {
        photos.put({ key, path, blob });
        for (const what of whats) changes.add({ path, id: device.newId(), do: what });
      });
      await state.load();
    }
    state.unsaved = "";
    render();
    sending.flush();
  });
}

// What is plainly no photo is told while the inspector still stands there.
async function refusal(file) {
  if (file.size > LARGEST_PHOTO) return say("photo_too_large", LARGEST_PHOTO >> 20);
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const jpeg = start[0] === 0xff && start[1] === 0xd8;
  const png = start[0] === 0x89 && start[1] === 0x50;
  return jpeg || png ? "" : say("no_photo");
}

export function addMark(at, point) {
  const key = device.newId();
  return inLine(async () => {
    const whats = [{ op: "add-mark", key, letter: nextLetter(state.view), at }];
    if (point) whats.push({ op: "link", observation: point, mark: key });
    await keep(whats);
  }).then(() => key);
}

function addPoint() {
  const key = "fri-" + device.newId().slice(0, 13);
  return inLine(() => keep([{ op: "add-observation", key }])).then(() => key);
}

export const settle = (change, value) => inLine(async () => {
  await device.step(["changes"], (changes) => {
    if (value === undefined) changes.delete(change.n);
    else {
      const what = { ...change.do, base: isEmpty(change.current) ? null : change.current, value };
      changes.put({ path, n: change.n, id: device.newId(), do: what });
    }
  });
  await state.load();
  render();
  sending.flush();
});

// Gives up what the server does not take, with everything that hangs on it.
export const discard = (change) => inLine(async () => {
  const hangs = (c) => c.n === change.n || (change.do.op === "photo" &&
    (c.do.photo === change.do.key || (c.do.on === "photo" && c.do.key === change.do.key)));
  const gone = state.changes.filter(hangs);
  await device.step(["changes", "photos"], (changes, photos) => {
    for (const c of gone) changes.delete(c.n);
    if (change.do.op === "photo") photos.delete(change.do.key);
  });
  await state.load();
  render();
});

export const retry = (change) => inLine(async () => {
  await device.step(["changes"], (changes) => { changes.put({ path, n: change.n, id: device.newId(), do: change.do }); });
  await state.load();
  render();
  sending.flush();
});

// ---- showing

// Where the picture of a photo is: on the device until the server has it.
export async function pictureOf(photo, large) {
  const key = photoKey(photo);
  if (!key.startsWith("#")) {
    if (!state.urls.has(key)) {
      const kept = await device.photo(key);
      if (kept) state.urls.set(key, URL.createObjectURL(kept.blob));
    }
    if (state.urls.has(key)) return state.urls.get(key);
  }
  return path + "foto/" + photo.number + (large ? "?stor" : "");
}

// Puts a value in a field; one that is being written in is left alone.
function showIn(field, value) {
  if (field.type === "radio") field.checked = field.value === value;
  else if (field === document.activeElement) { if (field.value !== value) return; }
  else if (field.value !== value) field.value = value;
  remember(field, value);
}

function fill(node, on, key) {
  // What was pressed a moment ago is newer than what is kept, until it is kept too.
  if (state.working) return;
  for (const field of all("[data-field]", node)) {
    if (pauses.has(field)) continue;
    const value = valueOf(state.view, on, key, field.dataset.field) ?? "";
    showIn(field, value);
  }
  for (const warning of all(".measure .warning", node)) {
    const field = $("[data-field^=fact]", warning.parentElement).dataset.field;
    warning.textContent = state.warnings.get(on + "|" + key + "|" + field) || "";
  }
}

function thumb(photo) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "thumb";
  button.dataset.photo = photoKey(photo);
  button.setAttribute("aria-label", say("show_photo", photo.number) + (photo.caption ? ": " + photo.caption : ""));
  const img = document.createElement("img");
  img.alt = "";
  img.loading = "lazy";
  pictureOf(photo).then((url) => { img.src = url; });
  const disc = document.createElement("span");
  disc.className = "disc";
  disc.textContent = photo.number;
  button.append(img, disc);
  item.append(button);
  return item;
}

function chip(mark) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip-letter";
  button.dataset.mark = markKey(mark);
  button.textContent = mark.letter;
  button.setAttribute("aria-label", say("mark", mark.letter) + (mark.text ? ": " + mark.text : ""));
  item.append(button);
  return item;
}

// Puts nodes in a list where what they show is another than before; what has the focus is not taken away.
function replace(list, sign, make) {
  if (list.dataset.sign === sign) return;
  list.dataset.sign = sign;
  list.replaceChildren(...make());
}

function cardOf(observation) {
  let card = document.getElementById("p-" + observation.id);
  if (card) return card;
  card = $("#point-template").content.firstElementChild.cloneNode(true);
  card.id = "p-" + observation.id;
  card.dataset.id = observation.id;
  const heading = $("h3", card);
  heading.id = "h-" + observation.id;
  card.setAttribute("aria-labelledby", heading.id);
  $(".at", card).remove();
  for (const radio of all("input[type=radio]", card)) radio.name = "seen-" + observation.id;
  const never = $(".never", card);
  never.id = "never-" + observation.id;
  for (const text of all("textarea", card)) text.setAttribute("aria-describedby", never.id);
  $("#free").insertBefore(card, $("#add-point").parentElement);
  return card;
}

function renderPoints() {
  const view = state.view;
  for (const observation of view.observations) {
    const card = cardOf(observation);
    fill(card, "observation", observation.id);
    card.dataset.seen = observation.seen || "";
    const wording = $(".wording", card);
    // Where the report needs words, the field for them is at hand.
    if (!wording.dataset.shown && (["remark", "negative"].includes(observation.seen) || observation.text || observation.note)) {
      wording.open = true;
      wording.dataset.shown = "1";
    }
    const photos = view.photos.filter((p) => (observation.photos || []).includes(p.number) && !p.removed);
    const marks = view.marks.filter((m) => (observation.letters || []).includes(m.letter) && !m.removed);
    const sign = [...photos.map((p) => photoKey(p) + p.number + (p.local ? "!" : "") + (p.caption || "")), ...marks.map((m) => m.letter + (m.text || ""))].join();
    replace($(".thumbs", card), sign, () => [...photos.map(thumb), ...marks.map(chip)]);
    const refused = state.changes.find((c) => c.state === "refused" && c.do.op === "set" && c.do.key === observation.id);
    $(":scope > .warning", card).textContent = refused ? say("not_taken", refused.message) : "";
  }
  let done = 0;
  for (const stop of all(".stop")) {
    const cards = all(".point", stop);
    const answered = cards.filter((c) => c.dataset.seen).length;
    done += answered;
    const n = $("h2 .n", stop);
    n.textContent = cards.length ? answered + "/" + cards.length : "";
    stop.classList.toggle("done", cards.length > 0 && answered === cards.length);
  }
  const total = all(".point").length;
  $("#share").value = total ? done / total : 0;
  $("#answered").textContent = say("answered", done, total);
  $("#next").hidden = done === total;
}

function renderPhotos() {
  const photos = [...state.view.photos].sort((a, b) => b.number - a.number);
  const sign = (list) => list.map((p) => [photoKey(p), p.number, p.local, p.refused, JSON.stringify(p.at || "")].join(":")).join();
  const shown = photos.filter((p) => !p.removed);
  replace($("#photos"), sign(shown), () => shown.map((photo) => {
    const item = $("#photo-template").content.firstElementChild.cloneNode(true);
    const key = photoKey(photo);
    item.dataset.key = key;
    $(".thumb", item).dataset.photo = key;
    $(".thumb", item).setAttribute("aria-label", say("show_photo", photo.number));
    $(".disc", item).textContent = photo.number;
    pictureOf(photo).then((url) => { $("img", item).src = url; });
    $(".where", item).textContent = [photo.at ? "" : say("no_place"), photo.local ? say("not_sent") : ""].filter(Boolean).join(" · ");
    const place = $("[data-act=place]", item);
    place.textContent = photo.at ? say("move_it") : say("place_it");
    place.hidden = !plan.any;
    $(".warning", item).textContent = photo.refused ? say("not_taken", photo.refused) : "";
    return item;
  }));
  for (const item of all("#photos > li")) fill(item, "photo", item.dataset.key);
  const gone = photos.filter((p) => p.removed);
  replace($("#removed"), sign(gone), () => gone.map((photo) => {
    const item = document.createElement("li");
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "quiet";
    undo.dataset.restore = photoKey(photo);
    undo.textContent = say("undo");
    item.append(say("removed_photo", photo.number) + " ", undo);
    return item;
  }));
}

function renderFinish() {
  const view = state.view;
  for (const field of all("[data-visit]")) {
    if (!state.working && !pauses.has(field)) showIn(field, view[field.dataset.visit] || "");
  }
  const people = view.participant || [];
  const list = $("#participants");
  if (!list.contains(document.activeElement) || list.children.length !== people.length) {
    if (!state.working) remember(list, people);
    replace(list, JSON.stringify(people) + people.length, () => people.map((person) => {
      const item = $("#participant-template").content.firstElementChild.cloneNode(true);
      for (const part of all("[data-part]", item)) part.value = person[part.dataset.part] || "";
      return item;
    }));
  }
  const left = all(".point").filter((c) => !c.dataset.seen);
  $("#left").classList.toggle("none", left.length === 0);
  $("#left").textContent = left.length ? say("left", left.length) : say("all_answered");
  replace($("#left-list"), left.map((c) => c.id).join(), () => left.slice(0, 60).map((card) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = "#" + card.id;
    link.textContent = titles.points[card.dataset.id] || say("free_point");
    item.append(link);
    return item;
  }));
  $("#queue").textContent = statusText();
  $("#copy").hidden = state.changes.length === 0;
}

function statusText() {
  const waiting = state.changes.filter((c) => !c.state).length;
  const stuck = state.changes.filter((c) => c.state === "refused").length;
  if (state.unsaved) return say("unsaved", state.unsaved);
  if (state.working || pauses.size) return say("saving");
  if (state.fault === "signed_out") return say("signed_out");
  if (state.fault) return say("server_says", state.fault);
  if (!state.online) return waiting ? say("waiting_offline", waiting) : say("offline");
  if (state.sending) return say("sending", waiting);
  if (stuck) return say("refused", stuck);
  const undecided = state.changes.filter((c) => c.state === "conflict").length;
  if (undecided && !waiting) return say("undecided", undecided);
  return waiting ? say("waiting", waiting) : say("saved");
}

function renderStatus() {
  const status = $("#status");
  const text = statusText();
  if (status.textContent !== text) status.textContent = text;
  const waits = state.changes.some((c) => !c.state);
  status.dataset.tone = state.unsaved || state.fault || state.changes.some((c) => c.state) ? "bad" : waits || !state.online ? "waits" : "good";
  replace($("#news"), state.news.join("\n"), () => state.news.map((text, i) => {
    const item = document.createElement("li");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.textContent = "×";
    close.setAttribute("aria-label", "OK");
    close.dataset.news = i;
    item.append(text, close);
    return item;
  }));
}

function render() {
  renderStatus();
  if (!state.view) return;
  renderPoints();
  plan.render(state.view);
  renderPhotos();
  renderFinish();
  dialog.render();
}

// ---- touching

// Text is kept while it is written, not at each letter: a pause, or leaving the field, is enough.
function onText(field, save) {
  clearTimeout(pauses.get(field));
  pauses.set(field, setTimeout(() => { pauses.delete(field); save(); renderStatus(); }, 250));
  renderStatus();
}
const now = (field, save) => { clearTimeout(pauses.get(field)); pauses.delete(field); save(); };

function saver(field) {
  const [point, row, person] = [field.closest(".point"), field.closest("[data-key]"), field.closest("#participants")];
  if (field.id === "by") return () => localStorage.setItem("befaring-by", field.value.trim());
  if (person && field.dataset.part) return savePeople;
  const [on, key, name] = field.dataset.visit ? ["visit", "", field.dataset.visit]
    : row ? [row.dataset.on || "photo", row.dataset.key, field.dataset.field]
    : point ? ["observation", point.dataset.id, field.dataset.field] : [];
  if (!name) return null;
  return () => {
    const replaced = before(field);
    remember(field, field.value);
    return set(on, key, name, field.value, replaced);
  };
}

// The list of participants is one value.
function savePeople() {
  const list = $("#participants");
  const replaced = before(list);
  const now = people();
  remember(list, now);
  return set("visit", "", "participant", now, replaced);
}

const people = () => all("#participants > li").map((item) =>
  Object.fromEntries(all("[data-part]", item).map((p) => [p.dataset.part, p.value.trim()]).filter(([, v]) => v)));

addEventListener("input", ({ target }) => {
  const save = target.type !== "radio" && saver(target);
  if (save) onText(target, save);
});
addEventListener("change", ({ target }) => {
  const save = saver(target);
  if (save) now(target, save);
});
// The last letters before the page is hidden are kept too.
addEventListener("pagehide", () => { for (const field of [...pauses.keys()]) now(field, saver(field)); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) for (const field of [...pauses.keys()]) now(field, saver(field));
});

// What the next photo from the camera belongs to.
let wanted = {};
export function takePhoto(from, about = {}) {
  wanted = about;
  const input = $(from === "album" ? "#album" : "#camera");
  input.value = "";
  input.click();
}
for (const input of [$("#camera"), $("#album")]) {
  input.addEventListener("change", () => {
    const about = wanted;
    wanted = {};
    addPhotos([...input.files], about);
  });
}

addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const point = button.closest(".point")?.dataset.id;
  const item = button.closest("#photos > li");
  const act = button.dataset.act;
  if (button.closest("dialog")) return;
  if (act === "camera" || act === "album") takePhoto(act, { point });
  else if (act === "letter") { show("plan"); plan.placeMark(point); }
  else if (act === "clear") set("observation", point, "seen", null);
  else if (button.dataset.photo) dialog.photo(button.dataset.photo);
  else if (button.dataset.mark) dialog.mark(button.dataset.mark);
  else if (button.dataset.restore) set(button.dataset.on || "photo", button.dataset.restore, "removed", false);
  else if (item && act === "place") { show("plan"); plan.placePhoto(item.dataset.key); }
  else if (item && act === "remove") {
    const change = state.changes.find((c) => c.do.op === "photo" && c.do.key === item.dataset.key && c.state === "refused");
    if (change) discard(change); else set("photo", item.dataset.key, "removed", true);
  } else if (act === "drop-participant") {
    button.closest("li").remove();
    savePeople();
  } else if (button.dataset.news) { state.news.splice(Number(button.dataset.news), 1); render(); }
});

$("#add-participant").addEventListener("click", () => {
  const item = $("#participant-template").content.firstElementChild.cloneNode(true);
  $("#participants").append(item);
  $("input", item).focus();
});
$("#add-point").addEventListener("click", async () => {
  const key = await addPoint();
  $("#p-" + key + " input").focus();
});
$("#next").addEventListener("click", () => {
  const cards = all(".point");
  const bottom = cards.findIndex((c) => c.getBoundingClientRect().top > 140);
  const after = [...cards.slice(Math.max(bottom, 0)), ...cards];
  goTo(after.find((c) => !c.dataset.seen));
});
function goTo(card) {
  if (!card) return;
  show("sjekkliste");
  card.scrollIntoView({ block: "start" });
  $("input", card).focus({ preventScroll: true });
}

// ---- tabs

const tabs = all(".tabs a");
export function show(tab) {
  if (document.body.dataset.tab !== tab) scrollTo(0, 0);
  document.body.dataset.tab = tab;
  for (const link of tabs) {
    if (link.dataset.tab === tab) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  plan.fit();
}
function byAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (tabs.some((t) => t.dataset.tab === id)) { show(id); scrollTo(0, 0); }
  else if (id.startsWith("p-")) goTo(document.getElementById(id));
}
addEventListener("hashchange", byAddress);
for (const link of tabs) link.addEventListener("click", (event) => {
  event.preventDefault();
  history.replaceState(null, "", link.getAttribute("href"));
  show(link.dataset.tab);
  $("#" + link.dataset.tab).scrollIntoView({ block: "start" });
  scrollTo(0, 0);
});

// ---- the way out

// What was not sent, photos included, as one file: nothing is locked in the browser.
$("#copy").addEventListener("click", async () => {
  const photos = await Promise.all((await device.photos(path)).map(async ({ key, blob }) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return { key, type: blob.type, base64: btoa(text) };
  }));
  const copy = JSON.stringify({ path, changes: state.changes.map(({ id, do: what }) => ({ id, do: what })), photos }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([copy], { type: "application/json" }));
  link.download = say("copy_name") + ".json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});

async function prepare() {
  let ready = false;
  if ("serviceWorker" in navigator) {
    try {
      await navigator.serviceWorker.register("/sw.js", { scope: "/" });
      await navigator.serviceWorker.ready;
      const names = await caches.keys();
      const own = names.filter((n) => n.startsWith("befaring-") && n !== "befaring-foto");
      for (const name of own) {
        const cache = await caches.open(name);
        if (!(await cache.match(path))) await cache.addAll([path, path + "app.webmanifest"]);
        ready = true;
      }
    } catch { ready = Boolean(navigator.serviceWorker.controller); }
  }
  $("#offline-ready").textContent = say(ready ? "ready_offline" : "not_ready_offline");
  document.body.dataset.offline = ready ? "ready" : "no";
  device.persist();
}

const plan = plans({ state, set, addMark, takePhoto, show });
const dialog = dialogs({ state, set, settle, discard, retry, pictureOf, show, plan, titles });
const sending = sync(path, state, render);
$("#by").value = localStorage.getItem("befaring-by") || "";
show("sjekkliste");
await inLine(() => state.load());
render();
byAddress();
await sending.now();
prepare();
