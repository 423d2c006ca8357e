/** An SVG file is imported as the template that draws it: see `scripts/lib/page.mjs`. */
declare module "*.svg" {
  const icon: import("lit").TemplateResult;
  export default icon;
}

/** The components that others call. */
interface HTMLElementTagNameMap {
  "alcove-announcer": import("./chrome/announcer.js").Announcer;
  "alcove-composer": import("./composer/composer.js").Composer;
  "alcove-hosting": import("./hosting/hosting.js").Hosting;
  "alcove-name-prompt": import("./people/name-prompt.js").NamePrompt;
  "alcove-room-list": import("./rooms/room-list.js").RoomList;
  "alcove-settings-dialog": import("./settings/settings-dialog.js").SettingsDialog;
  "alcove-timeline": import("./timeline/timeline.js").Timeline;
  "alcove-toast": import("./chrome/toast.js").Toast;
  "alcove-top-bar": import("./chrome/top-bar.js").TopBar;
}

/** Set by the build, for `before-paint.js`: language -> addresses of what it says in a room, and on other pages; its direction. */
declare const LANGUAGES: Record<string, [room: string, start: string, direction: string]>;
/** That of the link, where storage would not take it: see `browser/key-link.js`. */
declare var keyInHand: { room: string; key: string } | undefined;

/** Set by the build, for `embed.js`: what it says on a host page, by language. */
declare const HOST_WORDS: Record<string, HostWords>;
interface HostWords {
  /** With `{room}` for its name. */
  title: string;
  noRoom: string;
  refused: string;
  open: string;
}
/** Set by the build, for `sw.js`: what makes up the page, and is kept for when there is no server. */
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

/** See `scripts/lib/confusables-data.mjs`. */
declare module "confusables-data:table" {
  const confusables: [steps: string, targets: string];
  export default confusables;
}

/*
 * What `sw.js` uses of a service worker. TypeScript has types for all of it, but not beside those
 * for pages.
 */
interface ServiceWorkerScope extends EventTarget {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "push", listener: (event: PushEvent) => void): void;
  addEventListener(
    type: "pushsubscriptionchange",
    listener: (event: PushSubscriptionChangeEvent) => void,
  ): void;
  addEventListener(type: "notificationclick", listener: (event: NotificationClickEvent) => void): void;
}
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface PushEvent extends ExtendableEvent {
  readonly data: { json(): unknown } | null;
}
interface PushSubscriptionChangeEvent extends ExtendableEvent {
  readonly oldSubscription: PushSubscription | null;
}
interface NotificationClickEvent extends ExtendableEvent {
  readonly notification: Notification;
}
interface Clients {
  claim(): Promise<void>;
  matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<WindowClient[]>;
  openWindow(url: string): Promise<WindowClient | null>;
}
interface WindowClient {
  readonly url: string;
  readonly visibilityState: DocumentVisibilityState;
  navigate(url: string): Promise<WindowClient | null>;
  focus(): Promise<WindowClient>;
}
