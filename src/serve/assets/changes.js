// What is changed here: kept on the device at once, each change with what it replaces, and sent by sync.js.
import * as device from "./device.js";
import { prepared } from "./pictures.js";
import { isEmpty, isSame, nextLetter, nextNumber, say, valueOf } from "./view.js";

export function changing({ path, state, render, renderStatus, flush }) {
  let line = Promise.resolve();
  // One after the other, so that each sees what the one before made.
  function inLine(work) {
    state.working++;
    renderStatus();
    const done = line.then(work)
      .catch((fault) => { state.unsaved = fault?.name === "QuotaExceededError" ? say("device_full") : String(fault?.message || fault); })
      .finally(() => { state.working--; render(); });
    line = done;
    return done;
  }

  async function kept() {
    state.unsaved = "";
    await state.load();
    render();
    flush();
  }

  async function keep(whats) {
    await device.step(["changes"], (changes) => { for (const what of whats) changes.add({ path, id: device.newId(), do: what }); });
    await kept();
  }

  // A field gets a value. What was not sent yet is written over; what it replaces stays what it was. Without `base`,
  // that is what stands there now.
  const set = (on, key, field, value, base) => inLine(async () => {
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
    flush();
  });

  // Photos, with what they show and where they were taken.
  const addPhotos = (files, { point, at } = {}) => inLine(async () => {
    for (const file of files) {
      const { fault, blob, preview } = await prepared(file);
      if (fault) { state.news.push(file.name + ": " + fault); continue; }
      const key = device.newId();
      const whats = [{ op: "photo", key, number: nextNumber(state.view) }];
      if (at) whats.push({ op: "set", on: "photo", key, field: "at", base: null, value: at });
      if (point) whats.push({ op: "link", observation: point, photo: key });
      await device.step(["photos", "changes"], (photos, changes) => {
        photos.put({ key, path, blob, preview });
        for (const what of whats) changes.add({ path, id: device.newId(), do: what });
      });
      await state.load();
    }
    state.unsaved = "";
    render();
    flush();
  });

  function addMark(at, point) {
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

  // Chooses between two sides: a value, or what the other wrote.
  const settle = (change, value) => inLine(async () => {
    await device.step(["changes"], (changes) => {
      if (value === undefined) changes.delete(change.n);
      else {
        const what = { ...change.do, base: isEmpty(change.current) ? null : change.current, value };
        changes.put({ path, n: change.n, id: device.newId(), do: what });
      }
    });
    await kept();
  });

  // Gives up what the server does not take, with everything that hangs on it.
  const discard = (change) => inLine(async () => {
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

  const retry = (change) => inLine(async () => {
    await device.step(["changes"], (changes) => { changes.put({ path, n: change.n, id: device.newId(), do: change.do }); });
    await kept();
  });

  // What a copy holds joins what waits here. What is here already is not taken twice; the server tells whether somebody
  // wrote something else meanwhile.
  const takeCopy = (copy) => inLine(async () => {
    const here = new Set(state.changes.map((c) => c.id));
    const anew = copy.changes.filter((c) => !here.has(c.id));
    const wanted = new Set(anew.filter((c) => c.do.op === "photo").map((c) => c.do.key));
    for (const { key, blob } of copy.photos) {
      if (!wanted.has(key) || await device.photo(key)) continue;
      // What cannot be shown here is sent all the same: the server says what is wrong with it.
      const made = await prepared(blob);
      await device.step(["photos"], (photos) => { photos.put({ key, path, blob: made.blob || blob, preview: made.preview }); });
    }
    await device.step(["changes"], (changes) => { for (const { id, do: what } of anew) changes.add({ path, id, do: what }); });
    state.tell(anew.length ? "copy_read" : "copy_known", anew.length, wanted.size);
    await kept();
  });

  return { inLine, set, addPhotos, addMark, addPoint, settle, discard, retry, takeCopy };
}
