/** An SVG file is imported as the template that draws it: see `scripts/lib/page.mjs`. */
declare module "*.svg" {
  const icon: import("lit").TemplateResult;
  export default icon;
}

/** Set by the build, for `early.js`: language -> address of its catalogue. */
declare const LANGUAGES: Record<string, string>;
/** Set by the build, for `sw.js`: what makes up the page. */
declare const SHELL: { version: string; files: string[] };
