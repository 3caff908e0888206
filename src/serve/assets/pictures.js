// Photos before they are sent: what is plainly none is told at once, and a small picture is made to be shown, so that a
// device never holds many large ones in its memory.
import { say } from "./view.js";

const LARGEST_PHOTO = 40 * 1024 * 1024;
// Sides of the small picture, and of one that is made of what the server does not read, in pixels.
const PREVIEW_SIDE = 480;
const LARGEST_SIDE = 4096;
const HEIC = ["heic", "heix", "heim", "heis", "mif1", "mif2"];

async function kindOf(file) {
  const start = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  if (start[0] === 0xff && start[1] === 0xd8) return "jpeg";
  if (start[0] === 0x89 && start[1] === 0x50) return "png";
  const brand = String.fromCharCode(...start.slice(4, 12));
  return brand.startsWith("ftyp") && HEIC.includes(brand.slice(4)) ? "heic" : "";
}

// A smaller picture as JPEG; nothing where this browser cannot show the file.
async function smaller(blob, side) {
  let bitmap;
  try { bitmap = await createImageBitmap(blob); } catch { return null; }
  try {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((yes) => canvas.toBlob(yes, "image/jpeg", 0.85));
    // Its memory is given back at once: a tablet's is small.
    canvas.width = canvas.height = 0;
    return made;
  } finally { bitmap.close(); }
}

// A file as it is kept and sent, with its small picture; or why it cannot be used.
export async function prepared(file) {
  if (file.size > LARGEST_PHOTO) return { fault: say("photo_too_large", LARGEST_PHOTO >> 20) };
  const kind = await kindOf(file);
  if (!kind) return { fault: say("no_photo") };
  const preview = await smaller(file, PREVIEW_SIDE);
  // The picture's bytes, not the file: a camera's file may be gone by the time it is sent.
  const bytes = await file.arrayBuffer();
  if (kind === "heic" && document.body.dataset.heic === undefined) {
    // The server was built without HEIC. A device that shows it can tell it as JPEG; the original stays in its album.
    const told = preview && await smaller(file, LARGEST_SIDE);
    return told ? { blob: told, preview } : { fault: say("no_heic") };
  }
  return { blob: new Blob([bytes], { type: "image/" + kind }), preview };
}
