// What the inspector sees: points, photos and what is left, made from the visit as it is on this device.
import * as device from "./device.js";
import { markKey, photoKey, remember, say, valueOf } from "./view.js";

const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

// `pauses` holds the fields that are being written in; `titles` what points are called.
export function showing({ path, state, pauses, titles, plan, dialog }) {
  // Where the picture of a photo is: on the device until the server has it; nowhere where this browser cannot show it.
  // The small one does nearly everywhere. Whoever asks for a large one lets go of it when nobody looks any longer.
  async function pictureOf(photo, large) {
    const key = photoKey(photo);
    if (!large && state.urls.has(key)) return state.urls.get(key);
    const kept = key.startsWith("#") ? null : await device.photo(key);
    if (!kept) return path + "foto/" + photo.number + (large ? "?stor" : "");
    const blob = large ? kept.blob : kept.preview;
    if (!blob) return "";
    const url = URL.createObjectURL(blob);
    if (!large) state.urls.set(key, url);
    return url;
  }

  function showPicture(img, photo) {
    // A picture that cannot be shown leaves its number on grey, and no broken sign.
    img.addEventListener("error", () => { img.hidden = true; });
    pictureOf(photo).then((url) => { if (url) img.src = url; else img.hidden = true; });
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

  // A list item with a button of a class, told to those who do not see it by a label and what was written.
  function entry(className, label, text) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = className;
    button.setAttribute("aria-label", label + (text ? ": " + text : ""));
    item.append(button);
    return [item, button];
  }

  function thumb(photo) {
    const [item, button] = entry("thumb", say("show_photo", photo.number), photo.caption);
    button.dataset.photo = photoKey(photo);
    const img = document.createElement("img");
    img.alt = "";
    img.loading = "lazy";
    showPicture(img, photo);
    const disc = document.createElement("span");
    disc.className = "disc";
    disc.textContent = photo.number;
    button.append(img, disc);
    return item;
  }

  function chip(mark) {
    const [item, button] = entry("chip-letter", say("mark", mark.letter), mark.text);
    button.dataset.mark = markKey(mark);
    button.textContent = mark.letter;
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
    $("#answered").textContent = total ? say("answered", done, total) : say("nothing_asked");
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
      showPicture($("img", item), photo);
      $(".where", item).textContent = [photo.at ? "" : say("no_place"), photo.local ? say("not_sent") : ""].filter(Boolean).join(" · ");
      const place = $("[data-act=place]", item);
      place.textContent = photo.at ? say("move_it") : say("place_it");
      place.hidden = !plan().any;
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
    plan().render(state.view);
    renderPhotos();
    renderFinish();
    dialog().render();
  }

  return { pictureOf, render, renderStatus };
}
