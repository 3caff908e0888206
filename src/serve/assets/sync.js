// Sends what was changed here, in its order, whenever there is a network; and asks now and then what others changed. A
// change leaves the device only when the server has said that it is on its disk.
import * as device from "./device.js";
import { isSame } from "./view.js";

const BATCH = 40;
const ASK = 20000;
const WAITS = [2000, 4000, 8000, 15000, 30000];

export function sync(path, state, show) {
  // A fault of the page is none of the network.
  const changed = () => { try { show(); } catch (fault) { reportError(fault); } };
  let busy = false;
  let again = false;
  let failures = 0;
  let timer = 0;

  const soon = (wait) => { clearTimeout(timer); timer = setTimeout(flush, wait); };
  const headers = { "X-Befaring": "1", Accept: "application/json" };

  async function ask(url, options) {
    const answer = await fetch(url, { ...options, headers: { ...headers, ...(options?.headers || {}) }, cache: "no-store" });
    const body = await answer.json().catch(() => ({}));
    return { status: answer.status, ok: answer.ok, body };
  }

  // Photos that were refused hold back only what is about them.
  function next() {
    const refused = new Set(state.changes.filter((c) => c.state === "refused" && c.do.op === "photo").map((c) => c.do.key));
    const about = (what) => what.op === "set" && what.on === "photo" ? what.key : what.photo;
    return state.changes.filter((c) => !c.state && !refused.has(about(c.do)));
  }

  async function sendPhoto(change) {
    const kept = await device.photo(change.do.key);
    if (!kept) {
      // Sent by another window of this page a moment ago; or the browser threw it away, which is told.
      let lost = false;
      await device.step(["changes"], (changes) => {
        const request = changes.get(change.n);
        request.onsuccess = () => { if (request.result) { lost = true; changes.delete(change.n); } };
      });
      if (lost) state.tell("photo_gone", change.do.number);
      return;
    }
    const url = path + "api/foto/" + change.do.key + "?nummer=" + change.do.number;
    const { ok, status, body } = await ask(url, { method: "PUT", body: kept.blob });
    if (ok) {
      const told = await ask(path + "api/besok");
      if (!told.ok) throw told;
      await device.step(["changes", "visits", "photos"], (changes, visits, photos) => {
        changes.delete(change.n);
        photos.delete(change.do.key);
        visits.put({ path, version: told.body.version, visit: told.body.visit, title: document.title });
      });
      state.told = told.body.visit;
      // The small picture stays on the device for the way back out of the network.
      fetch(path + "foto/" + body.number).catch(() => {});
      if (body.number !== change.do.number) state.tell("renumbered", change.do.number, body.number, change.do.number);
    } else if (status === 415 || status === 413 || status === 422) {
      await device.step(["changes"], (changes) => {
        changes.put({ ...change, state: "refused", message: body.message || String(status) });
      });
    } else throw { status, body };
  }

  async function sendChanges(batch) {
    const sent = batch.map(({ id, do: what }) => ({ id, do: what }));
    const { ok, status, body } = await ask(path + "api/endringer", {
      method: "POST", body: JSON.stringify({ changes: sent }), headers: { "Content-Type": "application/json" },
    });
    if (!ok) throw { status, body };
    const results = new Map(body.results.map((r) => [r.id, r]));
    await device.step(["changes", "visits"], (changes, visits) => {
      for (const change of batch) {
        const result = results.get(change.id);
        if (!result) continue;
        const request = changes.get(change.n);
        request.onsuccess = () => {
          const now = request.result;
          if (!now) return;
          if (now.id !== change.id) {
            // Written over while it was on its way: it is sent again, on top of what arrived.
            if (result.status === "done") changes.put({ ...now, do: { ...now.do, base: change.do.value } });
            return;
          }
          const own = result.status === "conflict" && (now.sent || []).some((value) => isSame(value, result.current));
          if (result.status === "done") changes.delete(change.n);
          // The answer to an earlier value was lost: this device is on both sides.
          else if (own) changes.put({ ...now, do: { ...now.do, base: result.current } });
          else if (result.status === "conflict") changes.put({ ...now, state: "conflict", current: result.current });
          else changes.put({ ...now, state: "refused", message: result.message });
        };
      }
      visits.put({ path, version: body.version, visit: body.visit, title: document.title });
    });
    state.told = body.visit;
    for (const change of batch) {
      const result = results.get(change.id);
      state.warn(change.do, result?.warning || "");
      if (result?.letter && result.letter !== change.do.letter) state.tell("relettered", change.do.letter, result.letter, change.do.letter);
    }
  }

  async function flush() {
    if (busy) { again = true; return; }
    busy = true;
    clearTimeout(timer);
    try {
      await state.load();
      for (let open = next(); open.length; open = next()) {
        state.sending = open.length;
        changed();
        const first = open.findIndex((c) => c.do.op === "photo");
        if (first === 0) await sendPhoto(open[0]);
        else await sendChanges(open.slice(0, first < 0 ? BATCH : Math.min(first, BATCH)));
        await state.load();
        state.online = true;
        failures = 0;
      }
      const { ok, status, body } = await ask(path + "api/besok");
      if (!ok) throw { status, body };
      if (body.version !== state.version) {
        await device.step(["visits"], (visits) => {
          visits.put({ path, version: body.version, visit: body.visit, title: document.title });
        });
        await state.load();
      }
      state.online = true;
      state.fault = "";
      failures = 0;
      soon(ASK);
    } catch (fault) {
      // No answer is no network; an answer that is no success is told as the server said it.
      state.online = Boolean(fault && fault.status);
      state.fault = fault && fault.status ? (fault.status === 401 ? "signed_out" : fault.body?.message || String(fault.status)) : "";
      soon(WAITS[Math.min(failures++, WAITS.length - 1)]);
    }
    busy = false;
    state.sending = 0;
    changed();
    if (again) { again = false; soon(0); }
  }

  addEventListener("online", () => soon(0));
  addEventListener("offline", () => { state.online = false; changed(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
  return { flush: () => soon(150), now: flush };
}
