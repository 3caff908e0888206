// Archives of plain files: written without compression, since photos have it already, and read back whoever packed them.

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let i = 0; i < 8; i++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 255];
  return (sum ^ 0xffffffff) >>> 0;
}

function record(signature, fields, tail) {
  const size = fields.reduce((n, [width]) => n + width, 4);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true); else view.setUint32(at, value, true);
    at += width;
  }
  return new Blob([view.buffer, ...tail]);
}

// An archive of files, each `{ name, blob }`. One file is in memory at a time.
export async function pack(files) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const { name, blob } of files) {
    const called = new TextEncoder().encode(name);
    const sum = crc(new Uint8Array(await blob.arrayBuffer()));
    // Version 2.0, names in UTF-8, stored, 1 January 1980.
    const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, sum], [4, blob.size], [4, blob.size], [2, called.length], [2, 0]];
    const head = record(0x04034b50, about, [called]);
    directory.push(record(0x02014b50, [[2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]], [called]));
    parts.push(head, blob);
    offset += head.size + blob.size;
  }
  const size = directory.reduce((n, part) => n + part.size, 0);
  const n = directory.length;
  const end = record(0x06054b50, [[2, 0], [2, 0], [2, n], [2, n], [4, size], [4, offset], [2, 0]], []);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

const view = async (blob, from, to) => new DataView(await blob.slice(from, to).arrayBuffer());

// The files of an archive by their names, each as a function that reads it.
export async function unpack(blob) {
  const tail = await view(blob, Math.max(0, blob.size - 65557), blob.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error("no archive");
  const [count, size, start] = [tail.getUint16(end + 10, true), tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  const directory = await view(blob, start, start + size);
  const files = new Map();
  for (let at = 0, n = 0; n < count; n++) {
    const field = (by) => directory.getUint16(at + by, true);
    const [method, packed, length, head] = [field(10), directory.getUint32(at + 20, true), field(28), directory.getUint32(at + 42, true)];
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, length));
    files.set(name, async () => {
      const own = await view(blob, head, head + 30);
      const from = head + 30 + own.getUint16(26, true) + own.getUint16(28, true);
      const body = blob.slice(from, from + packed);
      if (method === 0) return body;
      return new Response(body.stream().pipeThrough(new DecompressionStream("deflate-raw"))).blob();
    });
    at += 46 + length + field(30) + field(32);
  }
  return files;
}
