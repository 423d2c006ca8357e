/**
 * Arabic, from right to left. People are addressed in the masculine singular, as interfaces do; what
 * people do is put so that it holds for everyone. The quotes are « and ».
 */

import { list, number, plural, wordsFor } from "../parts/locale.js";

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

/** @type {typeof import("./en.js").default} */
const arabic = {
  product: "Alcove",
  home: "Alcove، إلى البداية",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "غير موجودة · Alcove",
  lostHeading: "لا أحد يجلس هنا.",
  lostHint:
    "لا توجد صفحة في هذا العنوان. إن كان من رابط غرفة، فربما ينقص جزء منه: أسماء الغرف من حروف لاتينية وأرقام و«-» و«_» فقط.",
  toStart: "إلى البداية",

  tagline: "غرفة لك، على بُعد رابط واحد.",
  pitch: "افتح غرفة وشارك رابطها. من لديه الرابط يدخل: بلا حساب وبلا تثبيت.",
  points: [
    "ردود وتفاعلات وشيفرات برمجية، كما تعرفها",
    "ما تكتبه بلا اتصال يُرسل لاحقًا",
    "بلا إعلانات ولا تتبّع",
  ],
  yourName: "اسمك",
  create: "إنشاء غرفة",
  createHint: "تحصل على اسم لا يمكن لأحد تخمينه.",
  or: "أو ادخل غرفة",
  roomOrLink: "اسم الغرفة أو رابطها",
  enter: "دخول",
  roomMissing: "أي غرفة؟ اكتب اسمها أو رابطها.",
  roomInvalid: `اسم الغرفة من ${number(1)} إلى ${number(64)} من الحروف اللاتينية والأرقام و«-» و«_».`,
  guessable: "يمكن لأي أحد تخمين هذا الاسم. الغرفة التي تنشئها تحصل على اسم لا يخمّنه أحد.",

  invited: "أنت مدعو إلى",
  join: "انضمام",
  joinHint: "هذا الاسم يراه الآخرون في الغرفة.",
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
  edit: "تعديل",
  copyText: "نسخ النص",
  copyMessageLink: "نسخ رابط الرسالة",
  actions: "خيارات الرسالة",
  reactWith: (emoji) => `التفاعل بـ ${emoji}`,
  moreEmoji: "المزيد من الإيموجي",
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
  emojiSuggestions: "إيموجي للإدراج",
  memberSuggestions: "أشخاص للإشارة إليهم",
  suggestions: (n) =>
    plural(n, {
      zero: "لا اقتراحات",
      one: "اقتراح واحد",
      two: "اقتراحان",
      few: "# اقتراحات",
      many: "# اقتراحًا",
      other: "# اقتراح",
    }),
  searchEmoji: "البحث عن إيموجي",
  emojiGroups: [
    "وجوه",
    "أشخاص",
    "حيوانات وطبيعة",
    "طعام وشراب",
    "سفر وأماكن",
    "أنشطة",
    "أشياء",
    "رموز",
    "أعلام",
  ],
  emojiGroup: "الإيموجي حسب المجموعة",
  smileysAndPeople: "وجوه وأشخاص",
  recentEmoji: "المستخدمة مؤخرًا",
  foundEmoji: (n) =>
    plural(n, {
      zero: "لم يُعثر على إيموجي",
      one: "عُثر على إيموجي واحد",
      two: "عُثر على اثنين من الإيموجي",
      few: "عُثر على # من الإيموجي",
      many: "عُثر على # من الإيموجي",
      other: "عُثر على # من الإيموجي",
    }),
  noEmoji: "لا إيموجي بهذا الاسم.",
  emojiFailed: "تعذّر تحميل الإيموجي.",
  pickEmoji: "اختر إيموجي",
  skinTone: (tone) => `لون البشرة: ${tone}`,
  skinToneChoice: "لون البشرة",
  skinTones: ["بلا لون", "فاتح", "فاتح متوسط", "متوسط", "داكن متوسط", "داكن"],

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
  shareTitle: "دعوة أشخاص",
  shareHint: "من لديه هذا الرابط يمكنه القراءة والكتابة في الغرفة.",
  shareLink: "رابط الغرفة",
  shareVia: "مشاركة…",
  shareFailed: "تعذّرت المشاركة. انسخ الرابط بدلًا من ذلك.",
  shareText: (room) => `${room} · Alcove`,
  copy: "نسخ",
  qrCode: "رمز QR لرابط الغرفة",
  qrHint: "امسحه بكاميرا هاتف.",
  appearance: "المظهر",
  theme: "السمة",
  themes: { auto: "النظام", light: "فاتحة", dark: "داكنة" },
  contrast: "التباين",
  contrasts: { auto: "النظام", more: "أعلى" },
  language: "اللغة",
  browserLanguage: "لغة المتصفح",
  languageApply: "إعادة التحميل بهذه اللغة",
  languageHint: "لا يضيع شيء مما كتبته.",
  notifications: "الإشعارات",
  notify: "إشعاري بشأن",
  notifies: { off: "لا شيء", mentions: "الإشارات", all: "كل الرسائل" },
  notifyHint: "فقط عندما لا تنظر إلى الغرفة. الإشارة هي اسمك بعد علامة @.",
  notifyAsk: "يجب أن يسمح بها المتصفح أولًا.",
  notifyAllow: "السماح بالإشعارات",
  notifyGranted: "المتصفح يسمح بالإشعارات.",
  notifyDenied:
    "المتصفح يحظر إشعارات هذا الموقع. لتلقيها، اسمح بها في إعداداته لهذا الموقع، وتكون غالبًا بجانب العنوان.",
  notifyUnavailable: "هذا المتصفح لا يعرض إشعارات هذا الموقع.",
  notifyHomeScreen: "على iPhone أو iPad تصل الإشعارات بعد إضافة هذه الصفحة إلى الشاشة الرئيسية.",
  sound: "الصوت",
  soundHint: "نغمة قصيرة مع كل إشعار، في كل الغرف.",
  mute: "كتم هذه الغرفة",
  muteHint: "بلا إشعار ولا صوت ولا عدد للرسائل الجديدة.",
  device: "هذا الجهاز",
  forgetMe: "نسياني على هذا الجهاز",
  forgetHint: "لجهاز يستخدمه غيرك أيضًا.",
  forgetWhat:
    "يزيل هذا هويتك هنا، ومسوّداتك، وما لم يُرسل بعد، والرسائل المحفوظة للقراءة بلا اتصال، والموضع الذي بلغته في القراءة. ما قلته يبقى في الغرفة. لا يمكن التراجع عن ذلك.",
  forgetRoom: "نسياني في هذه الغرفة",
  forgetAll: "نسياني في كل الغرف",
  forgetAllHint: "في كل الغرف: تُزال إعداداتك أيضًا.",

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
  shortcuts: "اختصارات لوحة المفاتيح",
  shortcutsWriting: "أثناء الكتابة",
  shortcutsReading: "على رسالة",
  keys: { enter: "Enter", shift: "Shift", escape: "Esc", delete: "Delete", tab: "Tab" },
  shortcutsFor: {
    send: "إرسال",
    line: "بدء سطر جديد",
    editLast: "تعديل آخر رسالة لك، إن لم يُكتب شيء",
    stop: "إيقاف الرد أو التعديل",
    complete: "البحث عن رمز تعبيري أو شخص",
    toMessages: "من حقل الكتابة إلى الرسائل",
    move: "إلى الرسالة أعلاه أو أدناه",
    menu: "كل ما يمكن فعله بها",
    compose: "العودة إلى حقل الكتابة",
    help: "هذه القائمة",
  },

  // A newer page than this one (components/update-notice.js).
  updateHere: "هناك إصدار جديد.",
};

export default arabic;
