// The manager's pages: projects that are being judged, files that are dropped, visits that are made. Without this script
// everything can still be read.
const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const own = { "X-Befaring": "1", Accept: "application/json" };

async function data(url, options) {
  const answer = await fetch(url, { headers: own, cache: "no-store", ...options });
  return { ok: answer.ok, body: await answer.json().catch(() => ({})) };
}

// ---- how projects stand

function showStanding(card, standing) {
  const line = $(".standing", card);
  card.dataset.state = standing.state;
  if (standing.state === "reading") {
    line.textContent = line.dataset.reading + (standing.share > 0 ? " " + Math.round(standing.share * 100) + " %" : "");
    return;
  }
  card.classList.remove("negative", "unclear", "positive");
  if (standing.state === "failed") { line.textContent = standing.message; card.classList.add("negative"); return; }
  card.classList.add(standing.tone);
  const counts = document.createElement("span");
  counts.className = "counts";
  for (const c of standing.counts) {
    const count = document.createElement("span");
    count.className = c.verdict;
    count.textContent = c.sign + " " + c.count + " " + c.label;
    counts.append(count);
  }
  line.replaceChildren(standing.sentence, counts);
}

const cards = all(".card[data-project]");
async function follow() {
  try {
    const { ok, body } = await data("/status");
    if (ok) for (const card of cards) if (body[card.dataset.project]) showStanding(card, body[card.dataset.project]);
  } catch { /* asked again */ }
  if (cards.some((c) => !c.dataset.state || c.dataset.state === "reading")) setTimeout(follow, 700);
}
if (cards.length) follow();

const waiting = $("[data-waiting]");
async function wait() {
  try {
    // A page that waits for a project may be the project's own or one of its reports.
    const project = location.pathname.split("/").slice(0, 3).join("/") + "/";
    const { ok, body } = await data(project + "status");
    if (ok && body.state !== "reading") { location.reload(); return; }
    if (ok) $("progress", waiting).value = body.share;
  } catch { /* asked again */ }
  setTimeout(wait, 600);
}
if (waiting) wait();

// ---- files

const drop = $(".drop");
if (drop) {
  const input = $("input[type=file]", drop);
  const message = $(".message", drop);
  const bar = $("progress", drop);
  const stop = $(".stop", drop);
  let under = null;
  // fetch does not tell how much was sent; the older way does.
  const send = (file, project, replaces) => new Promise((yes) => {
    const request = under = new XMLHttpRequest();
    const query = "?navn=" + encodeURIComponent(file.name) + (project ? "&prosjekt=" + encodeURIComponent(project) : "") + (replaces ? "&erstatt=true" : "");
    request.open("PUT", "/api/fil" + query);
    for (const [name, value] of Object.entries(own)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => { if (e.lengthComputable) bar.value = e.loaded / e.total; };
    request.onload = () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { /* no words */ }
      yes({ ok: request.status === 200, taken: request.status === 409, body });
    };
    request.onerror = () => yes({ ok: false, body: {} });
    request.onabort = () => yes({ ok: false, body: { message: drop.dataset.stopped + " " + file.name } });
    request.send(file);
  });
  const take = async (files) => {
    let project = drop.dataset.project || "";
    // A description first: it gives the project its name.
    const list = [...files].sort((a, b) => Number(b.name.endsWith(".bolig")) - Number(a.name.endsWith(".bolig")));
    const large = list.find((f) => f.size > Number(drop.dataset.largest) * 1024 * 1024);
    if (large) {
      message.className = "message bad";
      message.textContent = large.name + " " + drop.dataset.large + " " + drop.dataset.largest + " MB";
      return;
    }
    bar.hidden = stop.hidden = false;
    for (const file of list) {
      message.className = "message";
      message.textContent = drop.dataset.sending + " " + file.name;
      let { ok, taken, body } = await send(file, project);
      if (taken && confirm(body.message + ". " + drop.dataset.replace)) ({ ok, body } = await send(file, project, true));
      if (!ok) {
        message.className = "message bad";
        message.textContent = file.name + ": " + (body.message || drop.dataset.failed);
        bar.hidden = stop.hidden = true;
        return;
      }
      project ||= body.key;
    }
    location.href = project === "-" ? "/p/-/" : "/p/" + encodeURIComponent(project) + "/";
  };
  stop.addEventListener("click", () => under?.abort());
  input.addEventListener("change", () => { if (input.files.length) take([...input.files]).finally(() => { input.value = ""; }); });
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer?.files.length) take(event.dataTransfer.files);
    });
  }
  addEventListener("dragleave", () => drop.classList.remove("over"));
}

// ---- visits

const form = $(".new-visit");
if (form) {
  const day = form.elements.date;
  const today = new Date();
  day.value = [today.getFullYear(), String(today.getMonth() + 1).padStart(2, "0"), String(today.getDate()).padStart(2, "0")].join("-");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = $("button", form);
    button.disabled = true;
    const url = location.pathname + "api/befaring";
    const one = form.elements.dwelling?.value;
    const { ok, body } = await data(url, {
      method: "POST", headers: { ...own, "Content-Type": "application/json" },
      body: JSON.stringify({ place: form.elements.place.value, date: day.value, dwellings: one && one !== "*" ? [one] : [] }),
    }).catch(() => ({ ok: false, body: {} }));
    button.disabled = false;
    if (ok) location.href = body.path;
    else { $(".message", form).className = "message bad"; $(".message", form).textContent = body.message || "?"; }
  });
}

// ---- without network: the visits this device has

const kept = $("#kept");
if (kept) {
  const { visits } = await import("./device.js");
  const list = await visits().catch(() => []);
  for (const visit of list) {
    const item = document.createElement("li");
    item.className = "card";
    const link = document.createElement("a");
    link.href = visit.path;
    link.textContent = visit.title || visit.path;
    item.append(link);
    kept.append(item);
  }
  $("#none").hidden = list.length > 0;
}
