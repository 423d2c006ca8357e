// The ASSETS binding where Cloudflare's is not there: a Worker in front of a
// workerd disk service, which knows neither content types nor validators.
//
// It answers as the binding does with the settings in wrangler.toml: a path is
// a file or nothing, and browsers ask again before they use a copy.

const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  mjs: "text/javascript; charset=utf-8",
  mp3: "audio/mpeg",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
};

export default {
  async fetch(request, env) {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    const { pathname } = new URL(request.url);
    const type = TYPES[/\.([a-z0-9]+)$/.exec(pathname)?.[1]];
    // No known type: it may be a folder, which the disk service would list.
    if (!type) return new Response(null, { status: 404 });
    const file = await env.FILES.fetch(`http://files${pathname}`);
    if (!file.ok) return new Response(null, { status: 404 });
    // By the content: two versions of a page may have the same size, and in an image the same date.
    const body = await file.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).subarray(0, 16);
    const etag = `"${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
    const headers = { etag, "cache-control": "public, max-age=0, must-revalidate" };
    if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });
    headers["content-type"] = type;
    headers["content-length"] = String(body.byteLength);
    return new Response(request.method === "HEAD" ? null : body, { headers });
  },
};
