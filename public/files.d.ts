/** An SVG file is imported as the template that draws it: see `scripts/lib/page.mjs`. */
declare module "*.svg" {
  const icon: import("lit").TemplateResult;
  export default icon;
}

/** Set by the build, for `early.js`: language -> address of its catalogue. */
declare const LANGUAGES: Record<string, string>;
/** Set by the build, for `sw.js`: what makes up the page. */
declare const SHELL: { version: string; files: string[] };

/** `[emoji, shortcodes, in the lightest skin, version]`: see `scripts/lib/emoji-data.mjs`. */
type EmojiRow = [string, string, string?, number?];
declare module "emoji-data:list" {
  const list: EmojiRow[][];
  export default list;
}
declare module "emoji-data:*" {
  const words: string[];
  export default words;
}
