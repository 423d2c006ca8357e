import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const keyFaults = {
  too_many: "هناك روابط كثيرة جدًا. ألغِ أحدها أولًا.",
  last_owner: "ستبقى الغرفة بلا مالك.",
  no_change: "أُلغي هذا الرابط من قبل.",
  not_found: "أُلغي هذا الرابط من قبل.",
  forbidden: "لم يعد بإمكانك فعل ذلك في هذه الغرفة.",
};

/** @type {typeof import("../en/hosting.js").default} */
const arabic = {
  // The desk.
  desk: "إدارة الغرفة",
  deskWaiting: (n) =>
    `إدارة الغرفة: ${plural(n, { zero: "لا شيء ينتظر", one: "أمر واحد ينتظر", two: "أمران ينتظران", few: "# أمور تنتظر", many: "# أمرًا ينتظر", other: "# أمر ينتظر" })}`,

  // Links that let somebody in (hosting/invite-dialog.js, hosting/owner-dialog.js).
  ownerNudge: "هذه الغرفة ملكك على هذا الجهاز فقط.",
  keepOwnerLink: "الاحتفاظ برابط مالك ثانٍ",
  noReminder: "عدم التذكير مرة أخرى",
  ownerLinkWhy:
    "من دونه تبقى الغرفة بلا مالك إذا فقد هذا المتصفح بياناته. امسحه بهاتفك أو احفظه في مكان آمن.",
  ownerLinkCare: "من لديه هذا الرابط يملك الغرفة. لا تشاركه.",
  saveAsFile: "الحفظ كملف",
  linkKept: "احتفظت به",
  inviteFor: "لمن هذا الرابط؟",
  inviteRoles: {
    anyone: "للجميع: رابط الغرفة نفسه",
    member: "عضو",
    reader: "قارئ فقط",
    moderator: "مشرف",
    owner: "مالك",
  },
  inviteGives: {
    member: "يدخل ويمكنه الكتابة، حتى لو كانت الغرفة مغلقة.",
    reader: "يدخل للقراءة، حتى لو كانت الغرفة مغلقة.",
    moderator: "يمكنه حذف الرسائل وكتم الأشخاص وإخراجهم والسماح بالدخول.",
    owner: "يمكنه فعل كل ما يمكنك فعله، حتى سحبه منك. شاركه بحذر.",
  },
  inviteLabel: "تسمية (اختيارية)",
  inviteLabelHint: "لا يراها إلا أنت والمشرفون.",
  inviteEnds: "ينتهي",
  inviteLasts: ["أبدًا", "بعد ساعة", "بعد يوم", `بعد ${number(7)} أيام`, `بعد ${number(30)} يومًا`],
  inviteUses: "صالح لـ",
  anyNumber: "أي عدد",
  peopleMany: (n) =>
    plural(n, {
      zero: "لا أحد",
      one: "شخص واحد",
      two: "شخصين",
      few: "# أشخاص",
      many: "# شخصًا",
      other: "# شخص",
    }),
  inviteAsk: "السؤال أولًا",
  inviteAskHint: "من يستخدمه ينتظر حتى يسمح له مشرف بالدخول.",
  makeLink: "إنشاء رابط",
  makingLink: "جارٍ الإنشاء…",
  linkOnce: "انسخه الآن: حفاظًا على الأمان، لا يمكن عرض هذا الرابط مرة أخرى.",
  anotherLink: "إنشاء رابط آخر",
  links: "روابط هذه الغرفة",
  linkOwn: "رابط هذا الجهاز",
  linkUsedFew: ["لم يُستخدم بعد", "استُخدم مرة واحدة"],
  linkUsed: (n) =>
    plural(n, {
      zero: "لم يُستخدم",
      one: "استُخدم مرة واحدة",
      two: "استُخدم مرتين",
      few: "استُخدم # مرات",
      many: "استُخدم # مرة",
      other: "استُخدم # مرة",
    }),
  linkUsedOf: (used, most) => `استُخدم ${number(used)} من ${number(most)}`,
  linkLast: (when) => `آخر استخدام ${when}`,
  linkEnds: (when) => `ينتهي ${when}`,
  linkEnd: { ended: "انتهى", usedUp: "استُنفد" },
  linkAsks: "يسأل أولًا",
  revoke: "إبطال",
  revokeLink: (name) => `إبطال الرابط: ${name}`,
  revokeHint: "لن يدخل أحد جديد بهذا الرابط.",
  revokeMembers: (n) =>
    plural(n, {
      zero: "سحب الوصول أيضًا ممن دخل به",
      one: "سحب الوصول أيضًا من الشخص الذي دخل به",
      two: "سحب الوصول أيضًا من الشخصين اللذين دخلا به",
      few: "سحب الوصول أيضًا من # أشخاص دخلوا به",
      many: "سحب الوصول أيضًا من # شخصًا دخلوا به",
      other: "سحب الوصول أيضًا من # شخص دخلوا به",
    }),
  keyFault: (code) => wordsFor(keyFaults, code) ?? "لم ينجح ذلك. حاول مرة أخرى.",

  // What the room is (hosting/room-settings.js, hosting/pinned-line.js).
  pinnedMessages: "الرسائل المثبّتة",
  pinnedAll: "عرض كل الرسائل المثبّتة",
  pinnedOf: (i, n) => `${number(i)} من ${number(n)}`,
  unpinThis: (text) => `إلغاء التثبيت: ${text}`,
  settingNames: {
    title: "الاسم",
    topic: "الموضوع",
    access: "من لديه الرابط العادي",
    members: "من دخل حين كانت الغرفة مفتوحة للجميع",
    post: "من يمكنه الكتابة",
    slow: "الانتظار بين رسالتين",
    direct: "الرسائل الخاصة",
    keep: "مدة حفظ الرسائل",
    history: "ما يمكن للجدد قراءته",
    roster: "من يرى الموجودين هنا",
    pictures: "صور الآخرين ومقاطع الفيديو",
  },
  settingHints: {
    title: "يظهر بدل اسم الغرفة في الرابط، والرابط لا يتغير.",
    topic: "سطر واحد تحت الاسم.",
  },
  settingTooLong: (n) =>
    plural(n, {
      zero: "لا أحرف زائدة",
      one: "حرف واحد زائد",
      two: "حرفان زائدان",
      few: "# أحرف زائدة",
      many: "# حرفًا زائدًا",
      other: "# حرف زائد",
    }),
  settingsEntrance: "الدخول",
  settingsWriting: "الكتابة",
  settingsReading: "القراءة",
  entrances: {
    open: "يدخل مباشرة",
    read: "يمكنه القراءة",
    ask: "عليه أن يستأذن",
    closed: "لا يمكنه الدخول",
  },
  memberships: {
    all: "يبقى عضوًا",
    granted: "لا يبقى إلا بدعوة أو إذن بالدخول",
  },
  posts: {
    members: "كل الأعضاء",
    moderators: "المشرفون فقط",
  },
  directsAllowed: {
    ask: "يمكن للأعضاء أن يستأذن بعضهم بعضًا",
    open: "يمكن للأعضاء مراسلة بعضهم مباشرة",
    moderators: "مع المشرفين فقط",
    off: "غير ممكنة",
  },
  slowOff: "بلا انتظار",
  keepForever: "دائمًا",
  histories: {
    all: "كل شيء",
    since_join: "ما يُقال بعد دخولهم فقط",
  },
  rosters: {
    all: "الجميع",
    moderators: "المشرفون فقط",
  },
  pictureCovers: {
    show: "تظهر فورًا",
    cover: "مغطاة إلى أن يُطلب عرضها",
  },
  settingsNews: (names) => `غيّر شخص آخر للتو: ${names}. ما غيّرته هنا باقٍ كما تركته.`,
  settingsSave: "حفظ",
  settingsSaving: "جارٍ الحفظ…",
  settingsUnsaved: "لم تُحفظ تغييراتك بعد.",
  settingsGoOn: "متابعة التعديل",
  settingsDiscard: "تجاهل التغييرات",
  keepDelete: "حذف وحفظ",
  keepDeletes: (n, span) =>
    plural(n, {
      zero: `لا رسائل أقدم من ${span}.`,
      one: `ستُحذف الآن رسالة واحدة أقدم من ${span}، عند الجميع. لا يمكن التراجع عن ذلك.`,
      two: `ستُحذف الآن رسالتان أقدم من ${span}، عند الجميع. لا يمكن التراجع عن ذلك.`,
      few: `ستُحذف الآن نحو # رسائل أقدم من ${span}، عند الجميع. لا يمكن التراجع عن ذلك.`,
      many: `ستُحذف الآن نحو # رسالة أقدم من ${span}، عند الجميع. لا يمكن التراجع عن ذلك.`,
      other: `ستُحذف الآن نحو # رسالة أقدم من ${span}، عند الجميع. لا يمكن التراجع عن ذلك.`,
    }),
  keepDeletesAll: (span) => `سيُحذف الآن كل ما هو أقدم من ${span}، عند الجميع. لا يمكن التراجع عن ذلك.`,
  settingsFault: (code) => wordsFor(settingsFaults, code) ?? "تعذّر الحفظ. حاول مرة أخرى.",
  met: "ما سيجده الآخرون",
  metByLink: {
    open: "من لديه الرابط العادي يدخل مباشرة، عضوًا.",
    read: "من لديه الرابط العادي يمكنه القراءة، لا الكتابة.",
    react: "من لديه الرابط العادي يمكنه القراءة والتفاعل، لا الكتابة.",
    ask: "من لديه الرابط العادي عليه أن يستأذن، ولا يرى إلا اسم الغرفة وموضوعها حتى يُدخله أحد المشرفين.",
    closed: "من ليس لديه إلا الرابط العادي لا يمكنه الدخول. يلزم رابط دعوة.",
  },
  metByEarlier: {
    all: "من دخل حين كانت الغرفة مفتوحة للجميع يبقى عضوًا.",
    granted:
      "لا يبقى عضوًا إلا من دُعي برابط أو أُذن له بالدخول. أما غيرهم فيسري عليهم حكم الرابط العادي، حتى لو كانوا هنا الآن.",
  },
  metPost: {
    members: "يمكن للأعضاء الكتابة.",
    moderators: "المشرفون وحدهم يكتبون. يمكن لغيرهم القراءة والتفاعل.",
  },
  metSlow: (span) => `ينتظر الأعضاء ${span} بين رسالتين.`,
  metDirect: {
    ask: "يمكن للأعضاء أن يطلب بعضهم من بعض التحدث على انفراد.",
    open: "يمكن للأعضاء التحدث على انفراد مباشرة.",
    moderators: "المحادثات الخاصة ممكنة مع المشرفين فقط.",
    off: "لا محادثات خاصة جديدة.",
  },
  metHistory: {
    all: "يمكن للجدد قراءة ما قيل قبلهم.",
    since_join: "لا يرى الأعضاء إلا ما قيل بعد دخولهم الأول.",
  },
  metKeep: (span) => `تختفي الرسائل بعد ${span}.`,
  metRoster: {
    all: "يرى الجميع من هنا.",
    moderators: "المشرفون وحدهم يرون من هنا. يرى غيرهم العدد فقط.",
  },
  metCovered: "تبقى صور الآخرين ومقاطع الفيديو مغطاة إلى أن يُطلب عرضها.",

  // What is done about somebody, or about a message (hosting/member-card.js).
  actPin: "تثبيت",
  actUnpin: "إلغاء التثبيت",
  donePin: "تم التثبيت",
  doneUnpin: "أُلغي التثبيت",
  undoByKey: "للتراجع اضغط Ctrl+Z.",
  undone: "تم التراجع.",
  actFault: (code) => wordsFor(actFaults, code) ?? "لم ينجح ذلك. حاول مرة أخرى.",
  actMute: "كتم…",
  actUnmute: "إلغاء الكتم…",
  actRemove: "إخراج…",
  actBan: "حظر…",
  actRole: "تغيير الدور…",
  actStepDown: "التخلي عن الغرفة…",
  goMute: "كتم",
  goUnmute: "إلغاء الكتم",
  goRemove: "إخراج",
  goBan: "حظر",
  goRole: "تغيير الدور",
  goStepDown: "التخلي",
  howLong: "لأي مدة؟",
  forEver: "للأبد",
  whichRole: "أي دور؟",
  roleName: (role) => wordsFor(roleNames, role) ?? role,
  actReason: "السبب (اختياري، وسيُعرض على العضو)",
  isHere: "موجود الآن",
  isAway: "غير موجود الآن",
  whatMute: (name, span) => `يمكن لـ${name} القراءة، لا الكتابة ولا التعديل ولا التفاعل. المدة: ${span}.`,
  whatUnmute: (name) => `يمكن لـ${name} الكتابة من جديد على الفور.`,
  whatRemove: (name) =>
    `على ${name} المغادرة الآن مع فقدان أي دور هنا، مع إمكان العودة بأي طريق ما زال مفتوحًا.`,
  whatBan: (name, span) => `على ${name} المغادرة الآن مع فقدان أي دور هنا، دون إمكان العودة. المدة: ${span}.`,
  whatBanForEver: (name) => `على ${name} المغادرة الآن مع فقدان أي دور هنا، دون إمكان العودة حتى يُلغى الحظر.`,
  whatRole: (name, role) => `${name}: ${wordsFor(powers, role) ?? role}`,
  whatStepDown: "لن تكون مالك هذه الغرفة بعد ذلك. لا يمكنك التراجع: لا يعيدها إليك إلا مالك آخر.",
  doneMute: (name, span) => `كُتم ${name}. المدة: ${span}.`,
  doneUnmute: (name) => `يمكن لـ${name} الكتابة من جديد.`,
  doneRemove: (name) => `أُخرج ${name} من الغرفة.`,
  doneBan: (name) => `حُظر ${name}.`,
  doneRole: (name, role) => `${name}: ${role}`,
  doneStepDown: "لم تعد مالك هذه الغرفة.",
  deskTab: (tab) => wordsFor(tabs, tab) ?? tab,
  deskEmpty: (tab) => wordsFor(nothingThere, tab) ?? "لا شيء هنا.",
  deskKeys: "عند التركيز على صف: A للسماح وD للرفض.",
  admit: "السماح",
  admitWhom: (name) => `السماح بدخول ${name}`,
  admitAs: (name) => `دور ${name}`,
  admitUsual: "الدور المعتاد",
  deny: "رفض",
  denyWhom: (name) => `رفض دخول ${name}`,
  doneAdmit: (name) => `سُمح بدخول ${name}.`,
  doneDeny: (name) => `لم يُسمح بدخول ${name}.`,
  reportedBy: (name, moment) => `أبلغ عنها ${name}، ${moment}`,
  goToMessage: "الانتقال إلى الرسالة",
  bannedUntil: (moment) => `حتى ${moment}`,
  bannedBy: (name, moment) => `حظر من ${name}، ${moment}`,
  unban: "إلغاء الحظر",
  unbanWhom: (name) => `إلغاء الحظر عن ${name}`,
  doneUnban: (name) => `يمكن لـ${name} العودة.`,
  deskDid: (act, who, whom) =>
    (Object.hasOwn(did, act) ? did[act] : undefined)?.(who, whom) ?? `${who}: ${act}`,
  deskLinks: "الروابط",
  deskSettings: "إعدادات الغرفة",
};

/** @type {Record<string, string>} */
const tabs = { knocks: "في الانتظار", reports: "البلاغات", bans: "المحظورون", audit: "السجل" };

/** @type {Record<string, string>} */
const nothingThere = {
  knocks: "لا أحد ينتظر الدخول.",
  reports: "لا توجد بلاغات.",
  bans: "لا أحد محظور.",
  audit: "لم يُفعل شيء بعد.",
};

/** @type {Record<string, (who: string, whom: string) => string>} */
const did = {
  settings: (who) => `غيّر ${who} إعدادات الغرفة`,
  role: (who, whom) => `غيّر ${who} دور ${whom}`,
  pin: (who) => `ثبّت ${who} رسالة أو ألغى تثبيتها`,
  delete: (who, whom) => `حذف ${who} رسالة من ${whom}`,
  mute: (who, whom) => `كتم ${who} ${whom} أو ألغى كتمه`,
  remove: (who, whom) => `أخرج ${who} ${whom} أو حظره`,
  restore: (who, whom) => `ألغى ${who} حظر ${whom}`,
  admit: (who, whom) => `سمح ${who} بدخول ${whom}`,
  deny: (who, whom) => `رفض ${who} دخول ${whom}`,
  mint: (who) => `أنشأ ${who} رابطًا`,
  revoke: (who) => `ألغى ${who} رابطًا`,
};

/** @type {Record<string, string>} */
const roleNames = {
  owner: "مالك",
  moderator: "مشرف",
  member: "عضو",
  reader: "قارئ",
  none: "زائر (بلا دور)",
};

/** @type {Record<string, string>} */
const powers = {
  owner: "كل شيء هنا: تغيير الإعدادات، وتعيين مالكين آخرين، وحتى حذف الغرفة.",
  moderator: "حذف الرسائل وتثبيتها، وكتم الناس وإخراجهم وحظرهم والسماح لهم بالدخول.",
  member: "عضوية دائمة، حتى إن أُغلقت الغرفة أمام الزوار.",
  reader: "القراءة دون الكتابة.",
  none: "ما لأي زائر هنا، مع المغادرة إن لم يُسمح للزوار بالدخول.",
};

/** @type {Record<string, string>} */
const actFaults = {
  no_change: "لا شيء ليتغير: الأمر كذلك بالفعل.",
  not_found: "لم يعد ذلك موجودًا.",
  forbidden: "لا يُسمح لك بذلك.",
  last_owner: "أنت المالك الوحيد. اجعل شخصًا آخر مالكًا أولًا.",
  too_many: "هناك خمس رسائل مثبتة بالفعل. ألغِ تثبيت واحدة أولًا.",
};

/** @type {Record<string, string>} */
const settingsFaults = {
  forbidden: "لم تعد من مالكي هذه الغرفة.",
  setting_invalid: "لا تقبل الغرفة إحدى هذه القيم.",
};

export default arabic;
