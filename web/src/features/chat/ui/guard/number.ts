// What people write between the parts of a number.
const DIVIDES = " \\u3000\\t\\u00a0\\u2000-\\u200a\\u202f\\u205f\\-‐‑–—―−－ーｰ";
// What stands between them only where a number is written in the way of one: four by four, or digit by digit.
const OF_A_FORM = `${DIVIDES}.．・･/／|｜`;
// What nobody sees: it comes along from papers and pages.
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const RUN = new RegExp(`\\d+(?:[${OF_A_FORM}]{1,3}\\d+)*`, "gu");
const PLAIN = new RegExp(`^[${DIVIDES}]$`, "u");
const ALL_THE_SAME = /^(\d)\1*$/;
// A moment that somebody may have lived to see: 202611300830, as files are called.
const MOMENT = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/;

const halfWidth = (text: string) => text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

/** Whether twelve digits are a personal number, by its check digit. */
function isPersonalNumber(digits: string): boolean {
  if (ALL_THE_SAME.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= 11; place += 1) sum += Number(digits[11 - place]) * (place <= 6 ? place + 1 : place - 5);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

/** Whether the groups from one to before another one belong together, and to nothing around them. */
function readsAsOne(groups: readonly string[], gaps: readonly string[], start: number, end: number): boolean {
  const own = groups.slice(start, end);
  const inner = gaps.slice(start, end - 1);
  const [gap] = inner;
  if (gap === undefined) return !MOMENT.test(own.join(""));
  const alike = inner.every((other) => other === gap);
  const all = start === 0 && end === groups.length;
  const plain = inner.every((other) => PLAIN.test(other));
  // What lies beside it in the same manner is of the same row: the number of a card, a column of digits.
  const goesOn = (place: number, at: number, length?: number) => gaps[at] === gap && groups[place] !== undefined && (length === undefined || groups[place].length === length);
  const beside = (length?: number) => goesOn(start - 1, start - 1, length) || goesOn(end, end - 1, length);
  const of = (length: number) => own.every((group) => group.length === length);
  if (of(4) || of(1)) return (alike || (all && plain)) && !beside(own[0]?.length);
  return !of(2) && plain && !MOMENT.test(own.join("")) && (all || (alike && !beside()));
}

function holdsIn(run: string): boolean {
  const groups = run.match(/\d+/g) ?? [];
  const gaps = run.match(/\D+/g) ?? [];
  for (let start = 0; start < groups.length; start += 1) {
    let digits = "";
    let end = start;
    while (end < groups.length && digits.length + (groups[end]?.length ?? 0) <= 12) digits += groups[end++];
    if (digits.length === 12 && readsAsOne(groups, gaps, start, end) && isPersonalNumber(digits)) return true;
  }
  return false;
}

/** Whether a personal number stands in a text: what the server finds as well (features/chat/src/model/number.rs). */
export function holdsPersonalNumber(text: string): boolean {
  return (halfWidth(text).replace(UNSEEN, "").match(RUN) ?? []).some(holdsIn);
}
