// The ASSETS binding where Cloudflare's is not there: a Worker in front of a
// workerd disk service, which knows neither content types nor validators.
//
// It answers as the binding does with the settings in wrangler.toml: a path is
// a file or nothing, and browsers ask again before they use a copy. What Cloudflare does behind the
// binding, compressing, was done by the build (scripts/lib/packed.mjs).

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

/** Coding -> how its files end, the smallest first. */
const ENDINGS = { br: "br", gzip: "gz" };

export default {
  async fetch(request, env) {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    const { pathname } = new URL(request.url);
    const type = TYPES[/\.([a-z0-9]+)$/.exec(pathname)?.[1]];
    // No known type: it may be a folder, which the disk service would list.
    if (!type) return new Response(null, { status: 404 });
    const { file, coding } = await smallest(env, pathname, request.headers.get("accept-encoding") ?? "");
    if (!file.ok) return new Response(null, { status: 404 });
    // By the content: two versions of a page may have the same size, and in an image the same date. Each
    // coding has its own.
    const body = await file.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).subarray(0, 16);
    const etag = `"${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
    const headers = { etag, "cache-control": "public, max-age=0, must-revalidate", vary: "Accept-Encoding" };
    if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });
    headers["content-type"] = type;
    headers["content-length"] = String(body.byteLength);
    if (coding) headers["content-encoding"] = coding;
    return new Response(request.method === "HEAD" ? null : body, { headers, encodeBody: "manual" });
  },
};

/** The file as its reader takes it: in the coding it prefers, of those it likes alike in the smallest. */
async function smallest(env, path, accepted) {
  for (const coding of preferred(accepted)) {
    const file = await env.PACKED.fetch(`http://files${path}.${ENDINGS[coding]}`);
    if (file.ok) return { file, coding };
  }
  return { file: await env.FILES.fetch(`http://files${path}`) };
}

/** Codings of an `Accept-Encoding`, the most wanted first; none that is wanted less than none at all. */
function preferred(accepted) {
  const weights = new Map(
    accepted
      .toLowerCase()
      .split(",")
      .map((each) => {
        const [coding, ...parameters] = each.split(";").map((part) => part.trim());
        const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
        return [coding, weight === undefined ? 1 : Number(weight)];
      }),
  );
  const weightOf = (coding) => weights.get(coding) ?? weights.get("*") ?? 0;
  const least = weights.get("identity") ?? 0;
  return Object.keys(ENDINGS)
    .filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= least)
    .sort((a, b) => weightOf(b) - weightOf(a));
}
