// The page of a visit: what is pressed, and which part is seen. Every touch is kept on the device at once and shown; the
// rest is sync.js' affair.
import * as copies from "./copy.js";
import * as device from "./device.js";
import { changing } from "./changes.js";
import { dialogs } from "./dialogs.js";
import { plans } from "./plan.js";
import { showing } from "./show.js";
import { sync } from "./sync.js";
import { say, seen } from "./view.js";
import { writing } from "./writing.js";

const path = document.body.dataset.path;
const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const titles = JSON.parse($("#titles").textContent);

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

// Fields that are being written in, with the pause after which they are kept.
const pauses = new Map();
const shown = showing({ path, state, pauses, titles, plan: () => plan, dialog: () => dialog });
const { render, renderStatus, pictureOf } = shown;
const changes = changing({ path, state, render, renderStatus, flush: () => sending.flush() });
const { set } = changes;
const { savePeople } = writing({ pauses, set, renderStatus });

// ---- photos

// What the next photo from the camera belongs to.
let wanted = {};
function takePhoto(from, about = {}) {
  wanted = about;
  const input = $(from === "album" ? "#album" : "#camera");
  input.value = "";
  input.click();
}
for (const input of [$("#camera"), $("#album")]) {
  input.addEventListener("change", () => {
    const about = wanted;
    wanted = {};
    changes.addPhotos([...input.files], about);
  });
}

// ---- what is pressed

addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button || button.closest("dialog")) return;
  const point = button.closest(".point")?.dataset.id;
  const item = button.closest("#photos > li");
  const act = button.dataset.act;
  if (act === "camera" || act === "album") takePhoto(act, { point });
  else if (act === "letter") { show("plan"); plan.placeMark(point); }
  else if (act === "clear") set("observation", point, "seen", null);
  else if (button.dataset.photo) dialog.photo(button.dataset.photo);
  else if (button.dataset.mark) dialog.mark(button.dataset.mark);
  else if (button.dataset.restore) set(button.dataset.on || "photo", button.dataset.restore, "removed", false);
  else if (item && act === "place") { show("plan"); plan.placePhoto(item.dataset.key); }
  else if (item && act === "remove") {
    const change = state.changes.find((c) => c.do.op === "photo" && c.do.key === item.dataset.key && c.state === "refused");
    if (change) changes.discard(change); else set("photo", item.dataset.key, "removed", true);
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
  const key = await changes.addPoint();
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
// On a wide screen the list and the plan stand side by side, and neither is left for the other.
const beside = matchMedia("(min-width: 62rem)");
const together = (tab) => beside.matches && ["sjekkliste", "plan"].includes(tab);
function show(tab) {
  const before = document.body.dataset.tab;
  if (before !== tab && !(together(before) && together(tab))) scrollTo(0, 0);
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
  const stays = together(document.body.dataset.tab) && together(link.dataset.tab);
  show(link.dataset.tab);
  if (!stays) scrollTo(0, 0);
});

// ---- the way out and back in

$("#copy").addEventListener("click", () => copies.save(path, state.changes));
$("#read-copy").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const copy = await copies.open(file);
  target.value = "";
  if (copy.fault) { state.news.push(file.name + ": " + copy.fault); render(); return; }
  if (copy.path !== path && !confirm(say("copy_of_another", copy.title))) return;
  await changes.takeCopy(copy);
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
  const room = await device.room();
  $("#lasting").textContent = [say(await device.persist() ? "lasting" : "not_lasting"), room && say("room", room)].filter(Boolean).join(" ");
}

const plan = plans({ state, set, addMark: changes.addMark, takePhoto, show });
const dialog = dialogs({ state, set, settle: changes.settle, discard: changes.discard, retry: changes.retry, pictureOf, show, plan, titles });
const sending = sync(path, state, render);
$("#by").value = localStorage.getItem("befaring-by") || "";
show("sjekkliste");
await changes.inLine(() => state.load());
render();
byAddress();
await sending.now();
prepare();
