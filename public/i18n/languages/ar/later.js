import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const shareHints = {
  open: "يمكن لأي شخص لديه هذا الرابط القراءة والكتابة هنا.",
  read: "يمكن لأي شخص لديه هذا الرابط القراءة هنا دون الكتابة.",
  ask: "يمكن لأي شخص لديه هذا الرابط أن يطلب الدخول.",
  closed: "هذا الرابط وحده لا يُدخل أحدًا: الغرفة مغلقة.",
};

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "الرسالة فارغة",
  text_too_long: "الرسالة طويلة جدًا",
  text_invalid: "فيها أحرف لا يمكن إرسالها",
  not_found: "لم تعد الرسالة موجودة",
  bad_frame: "تعذّر على الخادم قراءتها",
  gone: "لم تعد الغرفة موجودة",
  held: "ما زلت تعدّلها",
  muted: "تم كتمك",
  forbidden: "لا يمكنك فعل ذلك في هذه الغرفة",
  removed: "تمت إزالتك من الغرفة",
  shut: "لم يعد بالإمكان كتابة شيء هنا",
};

const refused = "رفضها الخادم";

/** @type {typeof import("../en/later.js").default} */
const arabic = {
  copyText: "نسخ النص",
  textCopied: "نُسخ النص",
  textNotCopied: "تعذّر نسخ النص.",
  messageLinkCopied: "نُسخ رابط الرسالة",
  messageLinkNotCopied: "تعذّر نسخ الرابط.",
  messageLost: "تلك الرسالة ليست في هذه الغرفة.",
  notReacted: "تعذّرت إضافة تفاعلك: لم تعد الرسالة موجودة.",
  notDone: "لم ينجح ذلك. حاول مرة أخرى.",
  notSent: (code) => `لم تُرسل: ${wordsFor(refusals, code) ?? refused}.`,
  notEdited: (code) => `لم يُحفظ التعديل: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "إلغاء التعديل",
  retry: "إعادة الإرسال",
  noFiles: "لا يمكن إرسال الملفات هنا بعد.",
  notKept: "مساحة تخزين متصفحك ممتلئة أو محظورة. سيضيع ما تكتبه عند إغلاق هذه الصفحة.",
  here: (n) => `${number(n)} هنا`,
  mention: (name) => `الإشارة إلى ${name}`,
  you: "أنت",
  heard: (name, text) => `${name}: ${text}`,
  copyMessageLink: "نسخ رابط الرسالة",
  openLink: "فتح الرابط",
  selectText: "تحديد النص",
  reactions: "التفاعلات",
  editedAt: (/** @type {string} */ moment) => `عُدّلت: ${moment}`,
  reactWith: (emoji) => `التفاعل بـ ${emoji}`,
  moreEmoji: "المزيد من الإيموجي",
  emojiSuggestions: "إيموجي للإدراج",
  memberSuggestions: "أشخاص للإشارة إليهم",
  moreSuggestions: (n) =>
    plural(n, {
      zero: "لا أحد غيرهم",
      one: "شخص آخر: واصل الكتابة",
      two: "شخصان آخران: واصل الكتابة",
      few: "# آخرون: واصل الكتابة",
      many: "# آخرون: واصل الكتابة",
      other: "# آخرون: واصل الكتابة",
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
  noEmoji: "لم يُعثر على إيموجي",
  pickEmoji: "اختر إيموجي",
  skinTone: (tone) => `لون البشرة: ${tone}`,
  skinToneChoice: "لون البشرة",
  skinTones: ["افتراضي", "فاتح", "فاتح متوسط", "متوسط", "داكن متوسط", "داكن"],
  shareTitle: "دعوة أشخاص",
  shareHint: ({ access, post }) =>
    wordsFor(shareHints, access === "open" && post === "moderators" ? "read" : access) ?? "",
  shareLink: "رابط الغرفة",
  shareVia: "مشاركة…",
  shareFailed: "تعذّرت المشاركة. انسخ الرابط بدلًا من ذلك.",
  shareText: (room) => `${room} · Alcove`,
  copy: "نسخ",
  qrCode: "رمز QR لرابط الغرفة",
  qrHint: "امسحه بكاميرا هاتفك.",
  appearance: "المظهر",
  theme: "السمة",
  themes: { auto: "النظام", light: "فاتحة", dark: "داكنة" },
  contrast: "التباين",
  contrasts: { auto: "النظام", more: "عالٍ" },
  language: "اللغة",
  browserLanguage: "مثل المتصفح",
  languageApply: "إعادة التحميل بهذه اللغة",
  languageHint: "لن يضيع شيء مما كتبته.",
  notifications: "الإشعارات",
  notify: "تلقّي إشعارات عن",
  notifies: { off: "لا شيء", mentions: "الإشارات", all: "كل الرسائل" },
  notifyHint: "فقط عندما لا تنظر إلى هذه الغرفة. الإشارة هي @ يليها اسمك، أو رد على رسالتك.",
  notifyAsk: "يجب أن يسمح بها متصفحك أولًا.",
  notifyAllow: "السماح بالإشعارات",
  notifyGranted: "متصفحك يسمح بالإشعارات.",
  notifyDenied: "يحظر متصفحك إشعارات هذا الموقع. اسمح بها في إعدادات الموقع، وتكون عادةً بجانب العنوان.",
  notifyUnavailable: "لا يمكن لهذا المتصفح عرض إشعارات هذا الموقع.",
  notifyHomeScreen: "على iPhone وiPad، أضف هذه الصفحة إلى الشاشة الرئيسية لتلقّي الإشعارات.",
  push: "عندما تكون هذه الصفحة مغلقة",
  pushHint: "عبر خدمة الإشعارات الفورية في متصفحك. ما يُقال على انفراد يُعدّ إشارة دائمًا.",
  pushPreview: "إظهار من يقول ماذا",
  pushPreviewHint: "وإلا فلا يُذكر إلا أن هناك جديدًا.",
  pushFailed: "لم ينجح ذلك. حاول مرة أخرى لاحقًا.",
  pushMessage: "رسالة جديدة",
  sound: "الصوت",
  soundHint: "نغمة قصيرة مع كل إشعار، في كل الغرف.",
  mute: "كتم هذه الغرفة",
  muteHint: "بلا إشعارات ولا أصوات، ولا تُحسب رسائلها في العنوان.",
  device: "هذا الجهاز",
  useElsewhere: "الاستخدام على جهاز آخر",
  useElsewhereHint: "غرفك على جهاز ثانٍ، برمز QR أو ست كلمات.",
  signInOrCreate: "سجّل الدخول أو أنشئ حسابًا",
  signInHint: "لا تحتاج إليه للتحدث. الغرف والإعدادات نفسها على كل أجهزتك.",
  yourAccount: "حسابك",
  yourAccountHint: "الغرف والإعدادات نفسها على كل أجهزتك.",
  forgetInAccount:
    "لقد سجّلت الدخول: الغرفة التي تنساها تُنسى في حسابك أيضًا، أي على أجهزتك الأخرى. وإن نسيت كل الغرف فإنك تسجّل الخروج هنا فقط.",
  signInNeeded: "هنا يسجّل الناس الدخول قبل أن يدخلوا.",
  siteSaysNothing: "لم يستطع الموقع المحيط بهذه الغرفة أن يقول من أنت. أعد التحميل للمحاولة من جديد.",
  signInGo: "تسجيل الدخول",
  forgetMe: "نسياني على هذا الجهاز",
  forgetHint: "لجهاز تشاركه مع غيرك.",
  forgetWhat:
    "يزيل هذا هويتك هنا، ومسوّداتك ورسائلك التي لم تُرسل، وما حُفظ للقراءة دون اتصال، والموضع الذي وصلت إليه في القراءة. تبقى الرسائل المرسلة في الغرفة. لا يمكن التراجع عن ذلك.",
  forgetNameHint: `يبقى اسمك محجوزًا في الغرفة ${number(30)} يومًا: لا يمكن لأحد استخدامه حتى ذلك الحين، ولا حتى أنت.`,
  forgetRoom: "نسياني في هذه الغرفة",
  forgetAll: "نسياني في كل الغرف",
  forgetAllHint: "عند اختيار كل الغرف يُعاد ضبط إعداداتك أيضًا.",
  shortcuts: "اختصارات لوحة المفاتيح",
  shortcutsWriting: "أثناء الكتابة",
  shortcutsReading: "عند تحديد رسالة",
  keys: { control: "Ctrl", enter: "Enter", shift: "Shift", escape: "Esc", delete: "Delete", tab: "Tab" },
  formatting: "التنسيق",
  formats: {
    bold: "غامق",
    italic: "مائل",
    struck: "يتوسطه خط",
    code: "كود",
    block: "مقطع كود",
    quote: "اقتباس",
    list: "قائمة",
    link: "رابط",
  },
  shortcutsFor: {
    find: "البحث عن غرفة أو شخص أو إجراء",
    search: "البحث في الرسائل",
    send: "إرسال",
    line: "سطر جديد",
    editLast: "تعديل آخر رسالة لك (والحقل فارغ)",
    stop: "إلغاء الرد أو التعديل",
    complete: "إدراج إيموجي أو الإشارة إلى شخص",
    toMessages: "الانتقال إلى الرسائل",
    move: "الرسالة السابقة أو التالية",
    menu: "فتح قائمة الرسالة",
    compose: "العودة إلى حقل الكتابة",
    help: "هذه القائمة",
  },

  // What is told of the connection, of who types, and in notifications.
  isTyping: (names) => (names.length > 3 ? "عدّة أشخاص يكتبون الآن…" : `يكتب الآن: ${list(names)}…`),
  notificationTitle: (name, room) => `${name} في ${room}`,
  offlineHint: "ستُرسل الرسائل فور توفّر الاتصال.",
  retryIn: (s) => `المحاولة التالية بعد ${number(s)} ث`,
  tryNow: "المحاولة الآن",
  replaced: "انقطع الاتصال: هذه الغرفة مفتوحة في علامات تبويب كثيرة جدًا.",
  comeBack: "استخدامها هنا",
  stopped: "رفض الخادم الاتصال. أعد تحميل الصفحة للمحاولة مرة أخرى.",
  full: "هذه الغرفة ممتلئة.",
  busy: "ينضم أشخاص كثيرون الآن.",
  maintenance: "تجري الآن صيانة Alcove، وسيعود قريبًا.",
  originRefused: "لا يقبل الخادم هذا العنوان. إن كان خادمك، فأضفه إلى ALLOWED_ORIGINS.",
  socketsBlocked: "شيء ما بينك وبين الخادم يمنع الاتصالات المباشرة.",
  roomClosed: "أغلقت إدارة هذا الموقع هذه الغرفة.",
  roomClosedHint: "ما تكتبه يُحفظ على هذا الجهاز ويُرسل عند إعادة فتح الغرفة. تتحقق هذه الصفحة من ذلك تلقائيًا.",
  removed: "تمت إزالتك من هذه الغرفة.",
  banned: (moment) => `لا يمكنك دخول هذه الغرفة قبل ${moment}.`,
  bannedForever: "لا يمكنك دخول هذه الغرفة.",
  removedBecause: (reason) => `تمت إزالتك من هذه الغرفة: «${reason}»`,
  notLetIn: "لم يُسمح لك بالدخول.",
  askAgain: "اطلب مرة أخرى",
  keyNeeded: "هذه الغرفة مغلقة. تحتاج إلى رابط دعوة للدخول.",
  notCreated: "لم يُنشئ أحد هذه الغرفة بعد:",
  notCreatedHint:
    "هنا تبدأ الغرفة عندما يُنشئها أحد. إذا دُعيت إليها فتحقق من الرابط. أو أنشئ الغرفة الآن وستكون لك.",
  createThis: "إنشاء هذه الغرفة",
  mutedFor: (span) => `تم كتمك. يمكنك الكتابة مجددًا بعد ${span}.`,
  slowedFor: (span) => `الوضع البطيء: يمكنك الإرسال مجددًا بعد ${span}.`,
  readOnly: "يمكنك القراءة هنا دون الكتابة.",
  hostsOnly: "المشرفون وحدهم يكتبون هنا.",
  waitingFor: "في انتظار السماح لك بالدخول إلى",
  waitingPlace: (n) => `تم إبلاغ المشرفين، وستدخل تلقائيًا. ترتيبك في الانتظار: ${number(n)}`,
  waitingWords: "قل شيئًا للمشرفين",
  waitingSaid: "أُرسل إلى المشرفين:",
  leaveLine: "مغادرة",
  roomSettings: "إعدادات الغرفة",
  roomGone: "حذفت إدارة هذا الموقع هذه الغرفة.",
  heardMany: (n) =>
    plural(n, {
      zero: "لا رسائل جديدة",
      one: "رسالة جديدة واحدة",
      two: "رسالتان جديدتان",
      few: "# رسائل جديدة",
      many: "# رسالة جديدة",
      other: "# رسالة جديدة",
    }),

  // What was done to a room, told between its messages (room/tell-acts.js).
  logRole: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ role) =>
    role === "none"
      ? `سحب ${who} الدور من ${whom}`
      : `منح ${who} دور «${wordsFor(rolesGiven, role) ?? role}» إلى ${whom}`,
  logOwner: (/** @type {string} */ whom) => `جعلت إدارة الموقع ${whom} مالكًا للغرفة`,
  logOwnerLink: "أنشأت إدارة الموقع رابطًا لمالك الغرفة",
  logMuted: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ until) =>
    `كتم ${who} صوت ${whom} حتى ${until}`,
  logUnmuted: (/** @type {string} */ who, /** @type {string} */ whom) => `ألغى ${who} كتم ${whom}`,
  logRemoved: (/** @type {string} */ who, /** @type {string} */ whom) => `أخرج ${who} ${whom} من الغرفة`,
  logBanned: (/** @type {string} */ who, /** @type {string} */ whom) => `حظر ${who} ${whom}`,
  logRestored: (/** @type {string} */ who, /** @type {string} */ whom) => `ألغى ${who} حظر ${whom}`,
  logRevoked: (/** @type {string} */ who, /** @type {number} */ n) =>
    `ألغى ${who} رابطًا، وفقد صلاحياته: ${plural(n, { zero: "لا أحد", one: "شخص واحد", two: "شخصان", few: "# أشخاص", many: "# شخصًا", other: "# شخص" })}`,
  logPinned: (/** @type {string} */ who) => `ثبّت ${who} رسالة`,
  logUnpinned: (/** @type {string} */ who) => `ألغى ${who} تثبيت رسالة`,
  logSettings: (/** @type {string} */ who) => `غيّر ${who} إعدادات الغرفة`,
  logTitle: (/** @type {string} */ who, /** @type {string} */ title) => `سمّى ${who} الغرفة «${title}»`,

  // بلاغ، وما تزيده قائمة عضو (timeline/report-dialog.js, people/roster.js).
  report: "إبلاغ…",
  reportTitle: "الإبلاغ عن هذه الرسالة",
  reportHosts: "سيرى مشرفو هذه الغرفة اسمك والرسالة كما هي الآن.",
  reportOperator: "سيرى القائمون على هذا الموقع اسمك والرسالة كما هي الآن.",
  reportReason: "ما المشكلة فيها؟ (اختياري)",
  reportSend: "إبلاغ",
  reported: "تم الإبلاغ. سيراه المشرفون.",
  reportedOperator: "تم الإبلاغ. سيراه القائمون على هذا الموقع.",
  reportFault: (/** @type {string} */ code) => wordsFor(reportFaults, code) ?? "لم ينجح ذلك. حاول مرة أخرى.",
  aboutMember: (/** @type {string} */ name) => `عن ${name}…`,
  knockHeard: (name, text) => (text ? `يطلب ${name} الدخول: ${text}` : `يطلب ${name} الدخول`),
  knockTitle: (name, room) => `يطلب ${name} الدخول إلى ${room}`,
  // The button in the bar, and the way there from the settings (room/bring-search.js).
  searchThis: "البحث في الرسائل",
  // Talking in private (room/bring-directs.js, people/roster.js, notify/notifications.js).
  messagePrivately: "مراسلة خاصة",
  messageWhomPrivately: (name) => `مراسلة ${name} على انفراد`,
  directTitle: (name, room) => `يريد ${name} من ${room} التحدث على انفراد`,
  notificationPrivate: (name) => `${name} (خاص)`,
};

/** @type {Record<string, string>} */
const reportFaults = {
  no_change: "لقد أبلغت عن هذه الرسالة من قبل.",
  not_found: "لم تعد هذه الرسالة موجودة.",
  forbidden: "لا يمكنك الإبلاغ عن الرسائل هنا.",
};

/** @type {Record<string, string>} */
const rolesGiven = { owner: "المالك", moderator: "مشرف", member: "عضو", reader: "قارئ" };

export default arabic;

export const hostingWords = () => import("./hosting.js");
export const directsWords = () => import("./directs.js");
export const roomsWords = () => import("./rooms.js");
export const emojiWords = () => import("emoji-data:ar");
export const deviceWords = () => import("./device.js");
export const accountWords = () => import("./account.js");
export const searchWords = () => import("./search.js");
