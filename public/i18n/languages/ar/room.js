/**
 * Arabic, from right to left. People are addressed in the masculine singular, as interfaces do; what
 * people do is put so that it holds for everyone. The quotes are « and ».
 */

import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "أدخل اسمًا من فضلك.",
  name_too_long: `يمكن أن يصل طول الاسم إلى ${number(32)} حرفًا.`,
  name_invalid: "يحتوي هذا الاسم على أحرف غير مسموح بها.",
  name_taken: "هذا الاسم مستخدم في هذه الغرفة. إن كان اسمك، فاستخدم الجهاز الذي انضممت منه.",
  later: "لم ينجح ذلك. حاول مرة أخرى.",
  key_invalid: "لم يعد هذا الرابط صالحًا. يمكنك محاولة الانضمام من دونه.",
  room_taken: "توجد غرفة بهذا الاسم بالفعل. يمكنك محاولة الانضمام إليها.",
  setting_invalid: "لا يمكن إنشاء الغرفة بهذه الإعدادات. انضم لإنشائها من دونها.",
};

/** @type {typeof import("../en/room.js").default} */
const arabic = {
  home: "صفحة Alcove الرئيسية",
  toStart: "الانتقال إلى الصفحة الرئيسية",
  yourName: "اسمك",

  invited: "أنت مدعو إلى",
  join: "انضمام",
  joinHint: "سيرى كل من في الغرفة هذا الاسم.",
  lastMessage: (moment) => `آخر رسالة: ${moment}`,
  nobodyWrote: "لم يكتب أحد هنا بعد.",
  expired: "انتهت صلاحية جلستك. انضم من جديد للمتابعة.",
  renameTitle: "تغيير اسمك",
  rename: "تغيير الاسم",
  cancel: "إلغاء",
  useName: (name) => `استخدام «${name}»`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "لا يمكن استخدام هذا الاسم.",

  messages: "الرسائل",
  loading: "جارٍ تحميل الرسائل…",
  beginning: "الهدوء يعمّ المكان.",
  beginningHint: "أرسل الرابط إلى شخص ما. من يفتحه ينضم إليك هنا.",
  olderGone: "لم تعد الرسائل الأقدم متاحة.",
  invite: "دعوة شخص",
  deleted: "حُذفت الرسالة",
  deleting: "جارٍ الحذف…",
  picture: "صورة",
  pictures: (n) =>
    plural(n, { zero: "لا صور", one: "صورة", two: "صورتان", few: "# صور", many: "# صورة", other: "# صورة" }),
  files: (n) =>
    plural(n, {
      zero: "لا ملفات",
      one: "ملف واحد",
      two: "ملفان",
      few: "# ملفات",
      many: "# ملفًا",
      other: "# ملف",
    }),
  showLess: "عرض أقل",
  back: "رجوع",
  begins: "هنا بداية الغرفة.",
  edited: "معدّلة",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `ردًا على ${replyTo}`, isEdited && "معدّلة", state].filter(Boolean).join("، "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` التفاعلات: ${list(reactions)}.` : "",
    ].join(""),
  takingBack: "جارٍ التراجع… إن كانت قد أُرسلت فستُحذف.",
  undo: "تراجع",
  quoteLost: "لم تعد هذه الرسالة متاحة.",
  toQuoted: (name) => `الانتقال إلى رسالة ${name}`,
  newSince: (moment) => `الجديد منذ ${moment}`,
  react: "إضافة تفاعل",
  edit: "تعديل",
  reply: "رد",
  actions: "خيارات الرسالة",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "أنت",
  newMessages: (n) =>
    plural(n, {
      zero: "لا جديد",
      one: "واحدة جديدة",
      two: "اثنتان جديدتان",
      few: "# جديدة",
      many: "# جديدة",
      other: "# جديدة",
    }),
  toEnd: "الانتقال إلى أحدث الرسائل",
  toNew: (n) =>
    plural(n, {
      zero: "لا رسائل جديدة",
      one: "الانتقال إلى رسالة جديدة واحدة",
      two: "الانتقال إلى رسالتين جديدتين",
      few: "الانتقال إلى # رسائل جديدة",
      many: "الانتقال إلى # رسالة جديدة",
      other: "الانتقال إلى # رسالة جديدة",
    }),
  sending: "جارٍ الإرسال",
  sent: "أُرسلت",
  notSentShort: "لم تُرسل",
  remove: "حذف",
  joined: (names) => `انضمام ${list(names)}`,
  left: (names) => `مغادرة ${list(names)}`,
  renamed: (was, name) => `الاسم الجديد لـ ${was}: ${name}`,
  renamedMany: (n) =>
    plural(n, {
      zero: "لم يتغيّر أي اسم",
      one: "تغيّر اسم شخص واحد",
      two: "تغيّر اسما شخصين",
      few: "تغيّرت أسماء # أشخاص",
      many: "تغيّرت أسماء # شخصًا",
      other: "تغيّرت أسماء # شخص",
    }),
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
  code: "كود",
  copyCode: "نسخ الكود",
  codeCopied: "نُسخ الكود",

  message: "رسالة",
  placeholder: "اكتب رسالة",
  send: "إرسال",
  tooLarge: "هذا أكثر مما تتسع له رسالة واحدة. اختصره أو أرسله على أجزاء.",
  emptied: "رسالتك فارغة. هل تريد حذفها؟",
  nothingToSee: "رسالتك فارغة.",
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
      zero: "أنت سريع! تُرسل آخر رسالة الآن.",
      one: "أنت سريع! تُرسل آخر رسالة بعد ثانية واحدة.",
      two: "أنت سريع! تُرسل آخر رسالة بعد ثانيتين.",
      few: "أنت سريع! تُرسل آخر رسالة بعد # ثوانٍ.",
      many: "أنت سريع! تُرسل آخر رسالة بعد # ثانية.",
      other: "أنت سريع! تُرسل آخر رسالة بعد # ثانية.",
    }),
  roomRests: (h) =>
    plural(h, {
      zero: "بلغت هذه الغرفة حدّها الآن. سيُرسل ما تكتبه قريبًا.",
      one: "بلغت هذه الغرفة حدّها الآن. سيُرسل ما تكتبه بعد ساعة واحدة.",
      two: "بلغت هذه الغرفة حدّها الآن. سيُرسل ما تكتبه بعد ساعتين.",
      few: "بلغت هذه الغرفة حدّها الآن. سيُرسل ما تكتبه بعد # ساعات.",
      many: "بلغت هذه الغرفة حدّها الآن. سيُرسل ما تكتبه بعد # ساعة.",
      other: "بلغت هذه الغرفة حدّها الآن. سيُرسل ما تكتبه بعد # ساعة.",
    }),

  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `رد على ${name}`,
  editingYours: "تعديل رسالتك",
  modeGone: "لم تعد تلك الرسالة موجودة. سيُرسَل نصك كرسالة جديدة.",
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

  owner: "المالك",
  moderator: "مشرف",
  people: "الأشخاص",
  peopleCount: (n) => `الأشخاص: ${number(n)}`,
  marked: (mark) => `العلامة ${mark}`,
  alikeHint: "لشخص آخر اسم يبدو مماثلًا تمامًا. هذه العلامة تميّز بينهما.",
  more: "عرض المزيد",
  close: "إغلاق",
  copyLink: "نسخ الرابط",
  copied: "نُسخ الرابط",
  copyFailed: "تعذّر النسخ. حاول مرة أخرى.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "دعوة",
  settings: "الإعدادات",
  isMuted: "مكتومة",
  verified: "مسجّل الدخول",
  notLoaded: "تعذّر التحميل. تحقق من اتصالك وحاول مرة أخرى.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),

  offline: "لا يوجد اتصال.",
  connecting: "جارٍ الاتصال…",
  reload: "إعادة التحميل",
  notSeenYet: "ستظهر الرسائل هنا عند الاتصال.",
  roomGoneHint: "رسائلك التي لم تُرسل ما زالت هنا: انسخها أو احذفها.",

  // In a frame on another site's page.
  homeInNewTab: "صفحة Alcove الرئيسية، في علامة تبويب جديدة",

  // For the ear, and for those who use keys (settings/shortcuts.js).
  youName: "أنت",
  youAnswered: "رسالتك",
  logHint:
    "استخدم مفاتيح الأسهم للتنقل بين الرسائل، وEnter لفتح قائمة الرسالة، وعلامة الاستفهام لعرض كل الاختصارات.",
  actionsOf: (name, time) => `خيارات الرسالة: ${name}، ${time}`,
  undoDelete: "التراجع عن حذف الرسالة",

  // A newer page than this one (chrome/update-notice.js).
  updateHere: "يتوفر إصدار جديد.",
};

export default arabic;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
