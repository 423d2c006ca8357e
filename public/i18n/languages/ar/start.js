import { number } from "../../locale.js";

/** @type {typeof import("../en/start.js").default} */
const arabic = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "الصفحة غير موجودة · Alcove",
  lostHeading: "الصفحة غير موجودة",
  lostHint:
    "لا يؤدي هذا العنوان إلى أي صفحة. إن وصلت عبر رابط غرفة، فربما ينقص جزء منه: تتكون أسماء الغرف من الأحرف a–z والأرقام و«-» و«_» فقط.",

  maintenanceTitle: "نعود قريبًا · Alcove",
  maintenanceHeading: "نعود قريبًا",
  maintenanceHint: "Alcove قيد الصيانة. لن يضيع شيء، وستُفتح هذه الصفحة من جديد تلقائيًا.",
  tryAgain: "إعادة المحاولة",

  tagline: "غرفة لك، على بُعد رابط واحد.",
  pitch: "أنشئ غرفة وشارك رابطها. كل من لديه الرابط يمكنه الدخول. بلا حساب ولا تثبيت.",
  points: [
    "ردود وتفاعلات وكود، كما تعرفها",
    "واصل الكتابة دون اتصال؛ يُرسل ما كتبته عند عودتك",
    "بلا إعلانات ولا تتبّع",
  ],
  create: "إنشاء غرفة",
  createHint: "تحصل على اسم لا يمكن لأحد تخمينه، وتكون ملكك.",
  createUnkept:
    "لا يسمح هذا المتصفح لـ Alcove بحفظ أي شيء، لذا لن تبقى الغرفة الجديدة ملكك. اسمح لهذا الموقع بحفظ البيانات، أو ادخل غرفة باسمها.",
  roomOptions: "خيارات الغرفة",
  roomTitle: "العنوان (اختياري)",
  whoComesIn: "من يمكنه الدخول",
  accesses: {
    open: "كل من لديه الرابط",
    read: "كل من لديه الرابط، للقراءة فقط",
    ask: "من يسمح له مشرف بالدخول",
    closed: "من تدعوهم فقط",
  },
  otherDevice: "غرف على جهاز آخر؟",
  haveCode: "لديّ رمز",
  toSignIn: "تسجيل الدخول",
  or: "أو انضم إلى غرفة",
  roomOrLink: "اسم الغرفة أو رابطها",
  enter: "انضمام",
  roomMissing: "أدخل اسم غرفة أو رابطها.",
  roomInvalid: `استخدم الأحرف a–z والأرقام و«-» و«_» فقط (${number(64)} على الأكثر).`,
  guessable: "يمكن لأي شخص تخمين هذا الاسم. الغرفة التي تنشئها تحصل على اسم لا يمكن لأحد تخمينه.",
  sameRoom: "كل من يُدخل هذا الاسم ينضم إلى الغرفة نفسها.",
  leadsTo: (room) => `ينقلك إلى «${room}»`,
  leadsElsewhere: (host) => `ينقلك إلى موقع آخر: ${host}`,
};

export default arabic;
