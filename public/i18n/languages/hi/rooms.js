import { plural } from "../../locale.js";

/** @type {typeof import("../en/rooms.js").default} */
const hindi = {
  myRooms: "मेरे रूम",
  showRooms: "मेरे रूम दिखाएँ",
  hideRooms: "मेरे रूम छिपाएँ",
  backToRooms: (n) =>
    plural(n, { one: "मेरे रूम, बाकी में # बिना पढ़ा संदेश", other: "मेरे रूम, बाकी में # बिना पढ़े संदेश" }),
  newRoom: "नया रूम",
  private: "निजी",
  pinned: "पिन किया हुआ",
  unreadIn: (n) => plural(n, { one: "# बिना पढ़ा संदेश", other: "# बिना पढ़े संदेश" }),
  mentionsIn: (n) => plural(n, { one: "# बार आपका ज़िक्र", other: "आपका # बार ज़िक्र" }),
  requestsIn: (n) => plural(n, { one: "निजी बातचीत का # अनुरोध", other: "निजी बातचीत के # अनुरोध" }),
  optionsFor: (room) => `${room} के विकल्प`,
  pinRoom: "पिन करें",
  unpinRoom: "अनपिन करें",
  muteRoom: "म्यूट करें",
  unmuteRoom: "अनम्यूट करें",
  hideRoom: "छिपाएँ",
  unhideRoom: "फिर दिखाएँ",
  forgetThis: "भूल जाएँ…",
  forgetOne: (room) => `${room} को भूलें`,
  hiddenRooms: (n) => plural(n, { one: "# छिपा हुआ रूम", other: "# छिपे हुए रूम" }),
  noRooms: "अभी कोई रूम नहीं",
  noRoomsHint: "आप जिन रूम में जा चुके हैं, वे यहाँ दिखेंगे।",
  roomStates: {
    gone: "मिटा दिया गया",
    not_created: "अभी बनाया नहीं गया",
    room_closed: "बंद",
    key_needed: "केवल निमंत्रण से",
    removed: "आपको हटा दिया गया",
    banned: "आपको हटा दिया गया",
    denied: "अंदर नहीं आने दिया गया",
    token_refused: "जारी रखने के लिए फिर शामिल हों",
    closed: "उपलब्ध नहीं",
  },
  nowIn: (room) => `आप ${room} में हैं`,
  find: "रूम, व्यक्ति या काम खोजें",
  findHint: "रूम, लोग, काम और मैसेज",
  findNone: "कुछ नहीं मिला",
  findPerson: "व्यक्ति",
  muteThis: "इस रूम को म्यूट करें",
  unmuteThis: "इस रूम को अनम्यूट करें",
};

export default hindi;
