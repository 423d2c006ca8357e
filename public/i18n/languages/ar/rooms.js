import { plural } from "../../locale.js";

/** @type {typeof import("../en/rooms.js").default} */
const arabic = {
  myRooms: "غرفي",
  showRooms: "إظهار غرفي",
  hideRooms: "إخفاء غرفي",
  backToRooms: (n) =>
    plural(n, {
      zero: "غرفي، لا رسائل غير مقروءة في الغرف الأخرى",
      one: "غرفي، رسالة واحدة غير مقروءة في الغرف الأخرى",
      two: "غرفي، رسالتان غير مقروءتين في الغرف الأخرى",
      few: "غرفي، # رسائل غير مقروءة في الغرف الأخرى",
      many: "غرفي، # رسالة غير مقروءة في الغرف الأخرى",
      other: "غرفي، # رسالة غير مقروءة في الغرف الأخرى",
    }),
  newRoom: "غرفة جديدة",
  private: "خاصة",
  pinned: "مثبّتة",
  unreadIn: (n) =>
    plural(n, {
      zero: "لا رسائل غير مقروءة",
      one: "رسالة واحدة غير مقروءة",
      two: "رسالتان غير مقروءتين",
      few: "# رسائل غير مقروءة",
      many: "# رسالة غير مقروءة",
      other: "# رسالة غير مقروءة",
    }),
  mentionsIn: (n) =>
    plural(n, {
      zero: "لا إشارات إليك",
      one: "إشارة واحدة إليك",
      two: "إشارتان إليك",
      few: "# إشارات إليك",
      many: "# إشارة إليك",
      other: "# إشارة إليك",
    }),
  requestsIn: (n) =>
    plural(n, {
      zero: "لا طلبات للتحدث على انفراد",
      one: "طلب واحد للتحدث على انفراد",
      two: "طلبان للتحدث على انفراد",
      few: "# طلبات للتحدث على انفراد",
      many: "# طلبًا للتحدث على انفراد",
      other: "# طلب للتحدث على انفراد",
    }),
  optionsFor: (room) => `خيارات ${room}`,
  pinRoom: "تثبيت",
  unpinRoom: "إلغاء التثبيت",
  muteRoom: "كتم",
  unmuteRoom: "إلغاء الكتم",
  hideRoom: "إخفاء",
  unhideRoom: "إظهار من جديد",
  forgetThis: "نسيان…",
  forgetOne: (room) => `نسيان ${room}`,
  hiddenRooms: (n) =>
    plural(n, {
      zero: "لا غرف مخفية",
      one: "غرفة مخفية واحدة",
      two: "غرفتان مخفيتان",
      few: "# غرف مخفية",
      many: "# غرفة مخفية",
      other: "# غرفة مخفية",
    }),
  noRooms: "لا غرف بعد",
  noRoomsHint: "تظهر هنا الغرف التي زرتها.",
  roomStates: {
    gone: "محذوفة",
    not_created: "لم تُنشأ بعد",
    room_closed: "مغلقة",
    key_needed: "بدعوة فقط",
    removed: "تمت إزالتك",
    banned: "تمت إزالتك",
    denied: "لم يُسمح لك بالدخول",
    token_refused: "انضم من جديد للمتابعة",
    closed: "غير متاحة",
  },
  nowIn: (room) => `أنت في ${room}`,
  find: "ابحث عن غرفة أو شخص أو إجراء",
  findHint: "غرف وأشخاص وإجراءات ورسائل",
  findHere: "ابحث عن غرفة أو رسالة",
  findHereHint: "غرف ورسائل",
  findNone: "لا نتائج",
  findPerson: "شخص",
  muteThis: "كتم هذه الغرفة",
  unmuteThis: "إلغاء كتم هذه الغرفة",
};

export default arabic;
