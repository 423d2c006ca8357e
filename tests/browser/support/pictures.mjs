/** Real files for tests, made here: pictures with what cameras write into them, some that move, a sound. */
import { deflateSync } from "node:zlib";

/** A PNG of one colour per corner, so that it can be seen which way up it is. */
export function png(width, height, extra = []) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows.set([x < width / 2 ? 200 : 20, y < height / 2 ? 180 : 30, 90], at);
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    ...extra.map(([name, words]) => chunk(name, Buffer.from(words, "latin1"))),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A photo as a phone takes it: lying on its side, with a word on how to turn it, and with its place. */
export async function photo(page, width, height, words) {
  const bytes = await page.evaluate(drawsJpeg, [width, height]);
  const jpeg = Buffer.from(bytes);
  return Buffer.concat([jpeg.subarray(0, 2), exif(6, words), jpeg.subarray(2)]);
}

async function drawsJpeg([width, height]) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = "#c33";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#3c3";
  context.fillRect(0, 0, width / 2, height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  return [...new Uint8Array(await blob.arrayBuffer())];
}

/** Its orientation, and a description. */
function exif(orientation, words) {
  const text = Buffer.from(`${words}\0`, "latin1");
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tiff.writeUInt16BE(0x010e, 10);
  tiff.writeUInt16BE(2, 12);
  tiff.writeUInt32BE(text.length, 14);
  tiff.writeUInt32BE(tiff.length, 18);
  tiff.writeUInt16BE(0x0112, 22);
  tiff.writeUInt16BE(3, 24);
  tiff.writeUInt32BE(1, 26);
  tiff.writeUInt16BE(orientation, 30);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, text]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Two pictures one after the other, for ever, with a comment. */
export function movingGif(words) {
  const text = Buffer.from(words, "latin1");
  const frame = [0x21, 0xf9, 4, 0, 20, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  return Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 200, 30, 30, 30, 200, 30]),
    Buffer.from([0x21, 0xff, 11, ...Buffer.from("NETSCAPE2.0"), 3, 1, 0, 0, 0]),
    Buffer.from([0x21, 0xfe, text.length]),
    text,
    Buffer.from([0, ...frame, ...frame, 0x3b]),
  ]);
}

/** Five pictures one after the other, with words of its maker at its end. */
export function movingAvif(words) {
  const text = Buffer.from(words, "latin1");
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + 16 + text.length);
  head.write("uuid", 4);
  return Buffer.concat([Buffer.from(AVIF, "base64"), head, Buffer.alloc(16, 9), text]);
}

/** colors-animated-8bpc.avif of libavif's tests, © 2019 Joe Drago, BSD-2-Clause. */
const AVIF =
  "AAAALGZ0eXBhdmlzAAAAAGF2aWZhdmlzbXNmMWlzbzhtaWYxbWlhZk1BMUIAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAA" +
  "AAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAAD/wAAACcAAAAoaWluZgAAAAAAAQAAABppbmZlAgAA" +
  "AAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3BlAAAAAAAAAJYAAACWAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQAMAAAAAB" +
  "Njb2xybmNseAABAA0ABoAAAAAXaXBtYQAAAAAAAAABAAEEAQKDBAAAAtltb292AAAAeG12aGQBAAAAAAAAAOEeaPkAAAAA4R5o+QAAAB4AAAAA" +
  "AAAABQABAAABAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" +
  "ABAAACWXRyYWsAAABodGtoZAEAAAEAAAAA4R5o+QAAAADhHmj5AAAAAQAAAAAAAAAAAAAABQAAAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAA" +
  "AAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAlgAAAJYAAAAAACxlZHRzAAAAJGVsc3QBAAAAAAAAAQAAAAAAAAAFAAAAAAAAAAAAAQAAAAABvW1kaW" +
  "EAAAAsbWRoZAEAAAAAAAAA4R5o+QAAAADhHmj5AAAAHgAAAAAAAAAFVcQAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZp" +
  "ZgAAAAFhbWluZgAAABR2bWhkAAAAAQAAAAAAAAAAAAAAJGRpbmYAAAAcZHJlZgAAAAAAAAABAAAADHVybCAAAAABAAABIXN0YmwAAACVc3RzZA" +
  "AAAAAAAAABAAAAhWF2MDEAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAlgCWAEgAAABIAAAAAAAAAAEKQU9NIENvZGluZwAAAAAAAAAAAAAAAAAA" +
  "AAAAAAAAAAAY//8AAAAMYXYxQ4EADAAAAAATY29scm5jbHgAAQANAAaAAAAAEGNjc3QAAAAAfAAAAAAAABhzdHRzAAAAAAAAAAEAAAAFAAAAAQ" +
  "AAABxzdHNjAAAAAAAAAAEAAAABAAAABQAAAAEAAAAoc3RzegAAAAAAAAAAAAAABQAAACcAAABxAAAABQAAAB4AAAAZAAAAFHN0Y28AAAAAAAAA" +
  "AQAAA/8AAAAUc3RzcwAAAAAAAAABAAAAAQAAANxtZGF0EgAKDgAAAAO8rKm18iAhoNCAMhMQAIOAAACAAAAA68WmLgwN0VFAEgAyIygE4EAAAC" +
  "NDMAAAQAAEAAAI5GaQkUd/bswFI5vBHMZ0y37gMiMoAuCAAACjRMAAAEgABAAAJmbJSe35/O0RIFSFz19JmBBbIDIjMAPCAACBRoyAAACQAAgA" +
  "HzrN8rMpo3C2RLHZWpMfPFZgFMQSABoBqBIAMhowBkQJgAFGjIAAAJAACAAzocBgRoYgfc/0/BIAMhUwCAARMAFGjIAAAJAACACzLt4uzyA=";

/** A second of silence. */
export function wav() {
  const bytes = Buffer.alloc(44 + 8_000, 128);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + 8_000, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8_000, 24);
  bytes.writeUInt32LE(8_000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(8_000, 40);
  return bytes;
}

/** A film of some pictures of one colour after the other, without sound, as a browser records it. */
export async function film(page) {
  return Buffer.from(await page.evaluate(recordsFilm));
}

async function recordsFilm() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
  const context = canvas.getContext("2d");
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  const recorder = new MediaRecorder(stream, { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  for (let n = 0; n < 12; n += 1) {
    context.fillStyle = `hsl(${n * 30} 80% 50%)`;
    context.fillRect(0, 0, 160, 90);
    track.requestFrame();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}
