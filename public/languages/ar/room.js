/**
 * Arabic, from right to left. People are addressed in the masculine singular, as interfaces do; what
 * people do is put so that it holds for everyone. The quotes are « and ».
 */

import { list, number, plural, wordsFor } from "../../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "ليس فيها ما يُرى",
  text_too_long: "إنها طويلة جدًا",
  text_invalid: "فيها محارف تحكّم لا يمكن إرسالها",
  not_found: "لم تعد الرسالة موجودة",
  bad_frame: "تعذّر على الخادم قراءتها",
  gone: "لم تعد الغرفة موجودة",
  removed: "أُزلت من الغرفة",
};

const refused = "رفضها الخادم";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "اكتب اسمًا من فضلك.",
  name_too_long: `أقصى طول للاسم ${number(32)} حرفًا.`,
  name_invalid: "في هذا الاسم محارف لا يُسمح بها في الأسماء.",
  name_taken: "هناك من يحمل هذا الاسم هنا.",
  later: "لم ينجح ذلك الآن. حاول مرة أخرى من فضلك.",
};

/** @type {typeof import("../en/room.js").default} */
const arabic = {
  home: "Alcove، إلى البداية",
  toStart: "إلى البداية",
  yourName: "اسمك",

  invited: "أنت مدعو إلى",
  join: "انضمام",
  joinHint: "هذا الاسم يراه الآخرون في الغرفة.",
  lastMessage: (moment) => `آخر رسالة: ${moment}`,
  nobodyWrote: "لم يكتب أحد هنا بعد.",
  expired: "انتهت جلستك. انضم من جديد للمتابعة.",
  renameTitle: "تغيير اسمك",
  rename: "تغيير الاسم",
  cancel: "إلغاء",
  useName: (name) => `استخدام «${name}»`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "لا يمكن استخدام هذا الاسم.",

  messages: "الرسائل",
  loading: "جارٍ تحميل الرسائل",
  beginning: "الهدوء يعمّ المكان.",
  beginningHint: "أرسل الرابط إلى أحد. من يفتحه يجلس معك.",
  olderGone: "لم تعد الرسائل الأقدم محفوظة.",
  invite: "دعوة أحد",
  deleted: "حُذفت الرسالة",
  edited: "معدّلة",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `ردًا على ${replyTo}`, isEdited && "معدّلة", state].filter(Boolean).join("، "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` التفاعلات: ${list(reactions)}.` : "",
    ].join(""),
  undo: "تراجع",
  quoteLost: "لم تعد هذه الرسالة هنا.",
  toQuoted: (name) => `إلى رسالة ${name} التي هذا ردّ عليها`,
  newSince: (moment) => `الجديد منذ ${moment}`,
  react: "إضافة تفاعل",
  reply: "رد",
  copyText: "نسخ النص",
  actions: "خيارات الرسالة",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "أنت",
  textCopied: "نُسخ النص",
  messageLinkCopied: "نُسخ رابط الرسالة",
  messageLost: "هذه الرسالة ليست في هذه الغرفة.",
  notReacted: "تعذّرت إضافة تفاعلك: لم تعد الرسالة موجودة.",
  notDone: "لم ينجح ذلك. حاول مرة أخرى من فضلك.",
  newMessages: (n) =>
    plural(n, {
      zero: "لا جديد",
      one: "واحدة جديدة",
      two: "اثنتان جديدتان",
      few: "# جديدة",
      many: "# جديدة",
      other: "# جديدة",
    }),
  toEnd: "إلى أحدث الرسائل",
  toNew: (n) =>
    plural(n, {
      zero: "لا رسائل جديدة",
      one: "إلى رسالة جديدة واحدة",
      two: "إلى رسالتين جديدتين",
      few: "إلى # رسائل جديدة",
      many: "إلى # رسالة جديدة",
      other: "إلى # رسالة جديدة",
    }),
  sending: "جارٍ الإرسال",
  sent: "أُرسلت",
  notSent: (code) => `لم تُرسل: ${wordsFor(refusals, code) ?? refused}.`,
  notSentShort: "لم تُرسل",
  notEdited: (code) => `لم يُحفظ التعديل: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "تجاهل",
  retry: "إعادة المحاولة",
  remove: "حذف",
  joined: (names) => `انضمام ${list(names)}`,
  left: (names) => `مغادرة ${list(names)}`,
  others: (n) =>
    plural(n, {
      zero: "لا أحد آخر",
      one: "شخص آخر",
      two: "شخصين آخرين",
      few: "# آخرين",
      many: "# شخصًا آخر",
      other: "# شخص آخر",
    }),
  reaction: (emoji, n) => {
    const people = plural(n, {
      zero: "لا أحد",
      one: "شخص واحد",
      two: "شخصان",
      few: "# أشخاص",
      many: "# شخصًا",
      other: "# شخص",
    });
    return `${emoji}، ${people}`;
  },

  // Code in a message.
  code: "تعليمات برمجية",
  copyCode: "نسخ التعليمات البرمجية",
  codeCopied: "نُسخت التعليمات البرمجية",

  message: "رسالة",
  placeholder: "اكتب رسالة",
  send: "إرسال",
  nothingToSee: "ليس فيها ما يُرى بعد.",
  charactersLeft: (n) =>
    plural(n, {
      zero: "لم يبقَ أي حرف",
      one: "بقي حرف واحد",
      two: "بقي حرفان",
      few: "بقيت # أحرف",
      many: "بقي # حرفًا",
      other: "بقي # حرف",
    }),
  charactersOver: (n) =>
    plural(n, {
      zero: "لا أحرف زائدة",
      one: "حرف واحد زائد",
      two: "حرفان زائدان",
      few: "# أحرف زائدة",
      many: "# حرفًا زائدًا",
      other: "# حرف زائد",
    }),
  slowDown: (s) =>
    plural(s, {
      zero: "الإرسال أبطأ قليلًا: الأخيرة تُرسل الآن.",
      one: "الإرسال أبطأ قليلًا: الأخيرة تُرسل بعد ثانية واحدة.",
      two: "الإرسال أبطأ قليلًا: الأخيرة تُرسل بعد ثانيتين.",
      few: "الإرسال أبطأ قليلًا: الأخيرة تُرسل بعد # ثوانٍ.",
      many: "الإرسال أبطأ قليلًا: الأخيرة تُرسل بعد # ثانية.",
      other: "الإرسال أبطأ قليلًا: الأخيرة تُرسل بعد # ثانية.",
    }),
  roomRests: (h) =>
    plural(h, {
      zero: "لا تستقبل هذه الغرفة المزيد الآن. ما تكتبه يُرسل قريبًا.",
      one: "لا تستقبل هذه الغرفة المزيد الآن. ما تكتبه يُرسل بعد ساعة واحدة.",
      two: "لا تستقبل هذه الغرفة المزيد الآن. ما تكتبه يُرسل بعد ساعتين.",
      few: "لا تستقبل هذه الغرفة المزيد الآن. ما تكتبه يُرسل بعد # ساعات.",
      many: "لا تستقبل هذه الغرفة المزيد الآن. ما تكتبه يُرسل بعد # ساعة.",
      other: "لا تستقبل هذه الغرفة المزيد الآن. ما تكتبه يُرسل بعد # ساعة.",
    }),

  isTyping: (names) => (names.length > 3 ? "عدة أشخاص يكتبون الآن…" : `يكتب الآن: ${list(names)}…`),
  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `رد على ${name}`,
  editingYours: "تعديل رسالتك",
  stopReplying: "إلغاء الرد",
  stopEditing: "إلغاء التعديل",
  emoji: "إيموجي",
  suggestions: (n) =>
    plural(n, {
      zero: "لا اقتراحات",
      one: "اقتراح واحد",
      two: "اقتراحان",
      few: "# اقتراحات",
      many: "# اقتراحًا",
      other: "# اقتراح",
    }),
  emojiFailed: "تعذّر تحميل الإيموجي.",

  people: "الأشخاص",
  peopleCount: (n) => `الأشخاص: ${number(n)}`,
  here: (n) => `${number(n)} هنا`,
  you: "أنت",
  marked: (mark) => `العلامة ${mark}`,
  alikeHint: "لشخص آخر اسم يبدو مماثلًا تمامًا. هذه العلامة تميّز بينهما.",
  more: "عرض المزيد",
  close: "إغلاق",
  copyLink: "نسخ الرابط",
  copied: "نُسخ الرابط",
  copyFailed: "تعذّر نسخ الرابط. تجده في شريط العنوان.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "دعوة",
  settings: "الإعدادات",
  isMuted: "مكتومة",
  notLoaded: "تعذّر التحميل. تحقق من الاتصال وحاول مرة أخرى.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),
  notificationTitle: (name, room) => `${name} في ${room}`,

  offline: "لا يوجد اتصال.",
  offlineHint: "ما تكتبه يُحفظ ويُرسل لاحقًا.",
  connecting: "جارٍ الاتصال…",
  retryIn: (s) => `المحاولة التالية بعد ${number(s)} ث`,
  tryNow: "المحاولة الآن",
  replaced: "هذه الغرفة مفتوحة في أماكن كثيرة. انتقلت إلى مكان أحدث.",
  comeBack: "العودة إلى هنا",
  stopped: "الخادم لا يسمح لهذه الصفحة بالدخول. أعد تحميلها للمحاولة مرة أخرى.",
  reload: "إعادة التحميل",
  full: "هذه الغرفة ممتلئة.",
  busy: "يدخل كثير من الناس الآن.",
  maintenance: "تجري الآن صيانة Alcove، وسيعود قريبًا.",
  roomClosed: "أغلق القائم على هذا الموقع هذه الغرفة.",
  roomClosedHint: "ما تكتبه يُحفظ على هذا الجهاز ويُرسل عند إعادة فتح الغرفة. تتحقق هذه الصفحة من ذلك تلقائيًا.",
  removed: "أُزلت من هذه الغرفة.",
  roomGone: "لم تعد هذه الغرفة موجودة. حذفها القائم على هذا الموقع.",
  roomGoneHint: "ما لم ترسله بعد ما زال هنا: انسخه أو احذفه.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove، إلى البداية، في علامة تبويب جديدة",

  heard: (name, text) => `${name}: ${text}`,
  heardMany: (n) =>
    plural(n, {
      zero: "لا رسائل جديدة",
      one: "رسالة جديدة واحدة",
      two: "رسالتان جديدتان",
      few: "# رسائل جديدة",
      many: "# رسالة جديدة",
      other: "# رسالة جديدة",
    }),

  // لمن يسمع، ولمن يستعمل لوحة المفاتيح (parts/shortcuts.js).
  youName: "أنت",
  youAnswered: "رسالتك",
  logHint:
    "تنقلك مفاتيح الأسهم من رسالة إلى أخرى. يفتح مفتاح Enter ما يمكن فعله بها، وتعرض علامة الاستفهام كل المفاتيح.",
  actionsOf: (name, time) => `خيارات الرسالة: ${name}، ${time}`,
  undoDelete: "التراجع عن حذف الرسالة",

  // A newer page than this one (components/update-notice.js).
  updateHere: "هناك إصدار جديد.",
};

export default arabic;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
