import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  forbidden: "الرسائل الخاصة غير ممكنة هنا.",
  muted: "أنت مكتوم، فلا يمكنك أن تطلب ذلك من أحد الآن.",
  not_found: "لم يعد هذا الشخص في هذه الغرفة.",
  token_refused: "افتح أولًا الغرفة التي التقيتما فيها، ثم حاول مرة أخرى.",
  not_loaded: "تعذّر التحميل. تحقق من اتصالك وحاول مرة أخرى.",
};

/** @type {typeof import("../en/directs.js").default} */
const arabic = {
  directs: "الرسائل الخاصة",
  directsWaiting: (n) =>
    `الرسائل الخاصة: ${plural(n, {
      zero: "لا طلبات",
      one: "طلب واحد",
      two: "طلبان",
      few: "# طلبات",
      many: "# طلبًا",
      other: "# طلب",
    })}`,
  requestFrom: (name, room) => `يريد ${name} من ${room} التحدث إليك على انفراد.`,
  requestHint: "إذا تجاهلت الطلب أو حظرت صاحبه فلن يعلم بذلك.",
  requestsMore: (n) =>
    plural(n, {
      zero: "لا طلبات أخرى",
      one: "طلب آخر",
      two: "طلبان آخران",
      few: "# طلبات أخرى",
      many: "# طلبًا آخر",
      other: "# طلب آخر",
    }),
  accept: "قبول",
  acceptFrom: (name) => `قبول: ${name}`,
  ignore: "تجاهل",
  ignoreFrom: (name) => `تجاهل: ${name}`,
  block: "حظر",
  blockWhom: (name) => `حظر ${name}`,
  unblock: "إلغاء الحظر",
  unblockWhom: (name) => `إلغاء حظر ${name}`,
  doneIgnore: (name) => `تم التجاهل. لن يعلم ${name} بذلك.`,
  doneBlock: (name) => `تم الحظر. لن يستطيع ${name} أن يطلب منك مجددًا، ولن يعلم بذلك.`,
  doneEnd: "تم الحظر. لم يعد بإمكان أيٍّ منكما الكتابة هنا.",
  doneUnblock: (name) => `أُلغي حظر ${name}.`,
  askTitle: (name) => `مراسلة ${name} على انفراد`,
  askWhat: (name) => `يتلقى ${name} طلبًا بلا أي نص. إذا قبله تُفتح محادثة لا يراها سواكما.`,
  sendRequest: "إرسال الطلب",
  asking: "جارٍ الإرسال…",
  awaiting: (name) => `في انتظار ${name}. يمكنك الكتابة حالما يقبل ${name}.`,
  backTo: (room) => `العودة إلى ${room}`,
  acceptedBy: (name) => `يمكنك الآن مراسلة ${name} على انفراد.`,
  writeTo: (name) => `الكتابة إلى ${name}`,
  ignoredThem: (name) => `تجاهلت طلبًا من ${name}. لا يزال بإمكانك قبوله.`,
  blockedThem: (name) => `لقد حظرت ${name}.`,
  directFault: (code) => wordsFor(faults, code) ?? "لم ينجح ذلك. حاول مرة أخرى.",
  directTooMany: (span) => `هذه محادثات خاصة جديدة كثيرة. يمكنك بدء أخرى بعد ${span}.`,
  directState: { asked: "في انتظار الرد", ignored: "متجاهَل", blocked: "محظور" },

  privateFrom: (room) => `خاص · من ${room}`,
  nameThere: (name, room) => `خاص · ${name} في ${room}`,
  onlySees: (name) => `لا يرى هذا سوى ${name}`,
  justTwo: (name) => `أنت و${name} فقط`,
  whoReads: (room) =>
    `لا يقرأ هذا سواكما. لا يستطيع مشرفو ${room} قراءته، ويستطيع ذلك من يدير الخادم، في قاعدة بياناته.`,
  talkBegins: "هنا تبدأ محادثتكما الخاصة.",
  getsItLater: (name) => `${name} ليس هنا الآن، وستصله الرسالة لاحقًا.`,
  aboutTalk: "عن هذه المحادثة",
  talkKept: "مدة حفظ الرسائل",
  talkForever: "دائمًا",
  talkKeepHint: "لكليكما. يمكن لأي منكما تغييرها؛ وتُحذف الرسائل الأقدم فورًا.",
  talkKeepSave: "حذف الرسائل الأقدم والحفظ",
  talkSaved: "تم الحفظ.",
  blockHint: (name) =>
    `لن يستطيع أحد الكتابة هنا، ولن يستطيع ${name} أن يطلب منك مجددًا. لن يُخبَر ${name} بمن فعل ذلك.`,
  shutByYou: (name) => `لقد حظرت ${name}. يمكنك متابعة القراءة وحذف رسائلك؛ وللكتابة ألغِ حظر ${name}.`,
  shutHere: "لا يمكن كتابة شيء هنا الآن. يمكنك متابعة القراءة وحذف رسائلك.",
  shutField: "لا يمكن كتابة شيء هنا الآن",
  reportTalk: "الإبلاغ عن هذه المحادثة",
  reportTalkWhat: (room) =>
    `يُرسَل اسمك وآخر 20 رسالة منكما إلى مشرفي ${room}، أو إلى القائمين على هذا الموقع إن لم يكن لها مشرفون. وإن كانت هذه الرسالة أقدم فإنها تُرسل معها. لا يستطيع أحد آخر قراءتها.`,
  reportedTalk: "تم الإبلاغ، وأُرسلت معه آخر الرسائل.",
  viaMet: (room) => `جارٍ الاتصال بـ ${room}…`,

  lostTalk: "هذه المحادثة ليست مفتوحة على هذا الجهاز",
  lostTalkHint:
    "لا يفتح المحادثة الخاصة إلا طرفاها. إن كنت أحدهما فاذهب إلى الغرفة التي التقيتما فيها وافتحها من هناك.",
  toMet: (room) => `الذهاب إلى ${room}`,
};

export default arabic;
