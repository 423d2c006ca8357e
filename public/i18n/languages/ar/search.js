import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const troubles = {
  offline: "لا يوجد اتصال. سيستمر البحث فور توفّره.",
  limited: "عمليات بحث كثيرة في وقت واحد. سيستمر هذا البحث بعد لحظات.",
  refused: "لا يمكنك قراءة رسائل هذه الغرفة.",
  gone: "لم تعد هذه الغرفة موجودة.",
  unsupported: "لا يستطيع هذا الخادم البحث في الرسائل بعد.",
  invalid: "لم يفهم الخادم هذا البحث. جرّب كلمات أخرى.",
  too_long: "يمكن أن يصل طول البحث إلى 200 حرف.",
};

/** @type {Record<string, string>} */
const reasons = {
  no_token: "لم تنضم إليها من هذا الجهاز",
  building: "ما زال البحث فيها قيد التحضير، وقد تغيب رسائل قديمة",
  offline: "لا يوجد اتصال",
  limited: "عمليات بحث كثيرة",
  refused: "القراءة غير مسموحة",
  gone: "لم تعد موجودة",
  unsupported: "لا يستطيع الخادم البحث بعد",
};

/** @param {number} n */
const rooms = (n) =>
  plural(n, {
    zero: "لا غرف",
    one: "غرفة واحدة",
    two: "غرفتان",
    few: "# غرف",
    many: "# غرفة",
    other: "# غرفة",
  });

/** @type {typeof import("../en/search.js").default} */
const arabic = {
  searchPlaceholder: "البحث في الرسائل",
  searchClear: "مسح البحث",
  searchFilters: "تضييق البحث",
  searchFrom: "من…",
  searchFiles: "مع ملف",
  searchLinks: "مع رابط",
  searchBefore: "قبل…",
  searchAfter: "بعد…",
  searchExact: "«كلمات بنصّها»",
  searchOrder: "ترتيب النتائج",
  searchOrders: { newest: "الأحدث أولًا", best: "الأقرب أولًا" },
  searchHint: "يجد الرسائل التي فيها كل هذه الكلمات بأي ترتيب. وتكفي أجزاء من الكلمات.",
  searchExactHint: "كلمات كما كُتبت تمامًا، مع مسافاتها.",
  searchFromHint: "ما كتبه شخص بعينه فقط. ضع الاسم المكوّن من عدة كلمات بين علامتي اقتباس.",
  searchHasHint: "الرسائل التي فيها ملف أو رابط فقط.",
  searchDayHint: (day) => `ما كُتب قبل يوم أو بعده فقط، مثل ${day}.`,
  searchResults: "النتائج",
  searchFound: (n) =>
    plural(n, {
      zero: "لا رسائل",
      one: "وُجدت رسالة واحدة",
      two: "وُجدت رسالتان",
      few: "وُجدت # رسائل",
      many: "وُجدت # رسالة",
      other: "وُجدت # رسالة",
    }),
  searchSoFar: (n) =>
    plural(n, {
      zero: "لا رسائل حتى الآن",
      one: "رسالة واحدة حتى الآن",
      two: "رسالتان حتى الآن",
      few: "# رسائل حتى الآن",
      many: "# رسالة حتى الآن",
      other: "# رسالة حتى الآن",
    }),
  searchNone: "لم توجد رسائل",
  searching: "جارٍ البحث…",
  searchMore: "المزيد من النتائج",
  searchFurther: "البحث في ما هو أقدم",
  searchBuilding: "يجري تحضير البحث في هذه الغرفة. يمكن العثور على الرسائل الأحدث الآن، وستليها الأقدم.",
  searchTooMany: "لا يُعرض هنا أكثر من ذلك. أضف كلمة لتضييق البحث.",
  searchAgain: "إعادة البحث",
  searchTrouble: (code) => wordsFor(troubles, code) ?? "لم ينجح البحث. حاول مرة أخرى.",

  searchingRooms: "جارٍ البحث في رسائل غرفك…",
  foundInRooms: (messages, searched) =>
    `النتائج: ${plural(messages, {
      zero: "لا رسائل",
      one: "رسالة واحدة",
      two: "رسالتان",
      few: "# رسائل",
      many: "# رسالة",
      other: "# رسالة",
    })} (تم البحث في: ${rooms(searched)}).`,
  searchMoreRooms: (n) =>
    plural(n, {
      zero: "البحث في غرف أخرى",
      one: "البحث في غرفة أخرى",
      two: "البحث في غرفتين أخريين",
      few: "البحث في # غرف أخرى",
      many: "البحث في # غرفة أخرى",
      other: "البحث في # غرفة أخرى",
    }),
  notSearched: (list) => `لم يُبحث في: ${list}.`,
  unsearched: (why, n) => `${rooms(n)} (${wordsFor(reasons, why) ?? "لم ينجح ذلك"})`,
};

export default arabic;
