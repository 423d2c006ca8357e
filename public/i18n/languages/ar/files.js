import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  file_empty: "هذا الملف فارغ.",
  file_unreadable: "تتعذّر قراءته. هل هو مجلد؟",
  file_budget: "هذا أكثر مما يُسمح به الآن. حاول لاحقًا.",
  file_lost: "لم يعد هذا الملف على هذا الجهاز.",
  forbidden: "لا يمكنك إرسال الملفات هنا.",
};

/** @type {typeof import("../en/files.js").default} */
const arabic = {
  filesToSend: "ملفات للإرسال",
  filesAdded: (n) =>
    plural(n, {
      zero: "لم يُرفق أي ملف",
      one: "أُرفق ملف واحد",
      two: "أُرفق ملفان",
      few: "أُرفقت # ملفات",
      many: "أُرفق # ملفًا",
      other: "أُرفق # ملف",
    }),
  filesReady: (n) =>
    plural(n, {
      zero: "لا ملفات جاهزة للإرسال",
      one: "ملف واحد جاهز للإرسال",
      two: "ملفان جاهزان للإرسال",
      few: "# ملفات جاهزة للإرسال",
      many: "# ملفًا جاهزًا للإرسال",
      other: "# ملف جاهز للإرسال",
    }),
  tooManyFiles: (n) =>
    plural(n, {
      zero: "لا تتسع الرسالة لأي ملف.",
      one: "تتسع الرسالة لملف واحد فقط.",
      two: "تتسع الرسالة لملفين فقط.",
      few: "تتسع الرسالة لـ # ملفات فقط.",
      many: "تتسع الرسالة لـ # ملفًا فقط.",
      other: "تتسع الرسالة لـ # ملف فقط.",
    }),
  filesLeftOut: (n) =>
    plural(n, {
      zero: "أُرسلت الملفات كلها.",
      one: "لم يُرسل ملف واحد.",
      two: "لم يُرسل ملفان.",
      few: "لم تُرسل # ملفات.",
      many: "لم يُرسل # ملفًا.",
      other: "لم يُرسل # ملف.",
    }),
  filesWait: "ستُرسل الملفات مع رسالتك الجديدة التالية.",
  filesNotKept: "لا مكان في متصفحك لحفظ هذه الملفات. أبقِ هذه الصفحة مفتوحة حتى تُرسل: ستضيع إذا أُعيد تحميلها.",
  preparingFile: "جارٍ التحضير…",
  uploaded: (percent) => `رُفع ${number(percent)}٪`,
  describeFile: (name) => `وصف \u2068${name}\u2069`,
  altHint: "ماذا تُظهر؟ لمن لا يستطيعون رؤيتها.",
  moveEarlier: (name) => `نقل \u2068${name}\u2069 إلى أعلى`,
  moveLater: (name) => `نقل \u2068${name}\u2069 إلى أسفل`,
  fileMoved: (name, place, count) => `\u2068${name}\u2069: ${number(place)} من ${number(count)}`,
  takeOut: (name) => `إزالة \u2068${name}\u2069`,
  fileTakenOut: (name) => `أُزيل \u2068${name}\u2069`,
  retryFile: (name) => `رفع \u2068${name}\u2069 من جديد`,
  cannotClean: "لا يستطيع هذا المتصفح فتح هذه الصورة، فستُرسل بكل ما تحتويه، مثل مكان التقاطها.",
  cannotStrip: "لا يمكن حذف ما تحتويه هذه الصورة غير ما يظهر منها، مثل مكان التقاطها، فسيُرسل معها.",
  videoAsIs: "تُرسل مقاطع الفيديو كما هي، مع مكان تصويرها إن حفظته الكاميرا.",
  sendAnyway: "إرسالها كما هي",
  fileFault: (code, most) =>
    code === "file_too_large"
      ? `يمكن أن يصل حجم الملف إلى ${most}.`
      : (wordsFor(faults, code) ?? "تعذّر رفع هذا الملف."),
  openPicture: (name) => `تكبير \u2068${name}\u2069`,
  showPicture: "عرض",
  showPictureOf: (name) => `عرض الصورة: \u2068${name}\u2069 من الأعضاء الجدد هنا`,
  showFileOf: (name) => `عرض: \u2068${name}\u2069 من الأعضاء الجدد هنا`,
  showPictureFrom: (name) => `عرض صورة من \u2068${name}\u2069`,
  showVideoFrom: (name) => `عرض فيديو من \u2068${name}\u2069`,
  downloadFile: (name, size) => `تنزيل \u2068${name}\u2069، ${size}`,
  downloadPicture: (name) => `تنزيل \u2068${name}\u2069`,
  fileGone: "لم يعد متاحًا",
  fileRemoved: "أزاله القائمون على هذا الموقع",
  pictureShown: "صورة مكبّرة",
  pictureOf: (at, count) => `${number(at)} من ${number(count)}`,
  previousPicture: "الصورة السابقة",
  nextPicture: "الصورة التالية",
  zoomIn: "تكبير",
  zoomOut: "تصغير",
};

export default arabic;
