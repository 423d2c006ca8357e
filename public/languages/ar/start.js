import { number } from "../../parts/locale.js";

/** @type {typeof import("../en/start.js").default} */
const arabic = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "غير موجودة · Alcove",
  lostHeading: "لا أحد يجلس هنا.",
  lostHint:
    "لا توجد صفحة في هذا العنوان. إن كان من رابط غرفة، فربما ينقص جزء منه: أسماء الغرف من حروف لاتينية وأرقام و«-» و«_» فقط.",

  maintenanceTitle: "نعود قريبًا · Alcove",
  maintenanceHeading: "نعود قريبًا",
  maintenanceHint: "Alcove قيد الصيانة. لن يضيع شيء، وستفتح هذه الصفحة تلقائيًا فور انتهائها.",
  tryAgain: "إعادة المحاولة",

  tagline: "غرفة لك، على بُعد رابط واحد.",
  pitch: "افتح غرفة وشارك رابطها. من لديه الرابط يدخل: بلا حساب وبلا تثبيت.",
  points: [
    "ردود وتفاعلات وشيفرات برمجية، كما تعرفها",
    "ما تكتبه بلا اتصال يُرسل لاحقًا",
    "بلا إعلانات ولا تتبّع",
  ],
  create: "إنشاء غرفة",
  createHint: "تحصل على اسم لا يمكن لأحد تخمينه.",
  or: "أو ادخل غرفة",
  roomOrLink: "اسم الغرفة أو رابطها",
  enter: "دخول",
  roomMissing: "أي غرفة؟ اكتب اسمها أو رابطها.",
  roomInvalid: `اسم الغرفة من ${number(1)} إلى ${number(64)} من الحروف اللاتينية والأرقام و«-» و«_».`,
  guessable: "يمكن لأي أحد تخمين هذا الاسم. الغرفة التي تنشئها تحصل على اسم لا يخمّنه أحد.",
  sameRoom: "كل من يُدخل الاسم نفسه يدخل الغرفة نفسها.",
  leadsTo: (room) => `ينقلك إلى «${room}»`,
  leadsElsewhere: (host) => `ينقلك إلى موقع آخر: ${host}`,
  yourRooms: "غرفك",
  lastVisit: (moment) => `آخر زيارة: ${moment}`,
  forgetOne: (room) => `نسيان ${room}`,
};

export default arabic;
