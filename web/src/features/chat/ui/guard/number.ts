// What people write between the parts of a number, one at a time.
const PARTS = " \\u3000\\t\\u00a0\\-‐‑–—―−－ーｰ";
const RUN = new RegExp(`[0-9０-９]+(?:[${PARTS}][0-9０-９]+)*`, "gu");
const DIGITS = /[0-9０-９]+/gu;
const ALL_THE_SAME = /^(\d)\1*$/;

const halfWidth = (text: string) => text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

/** Whether twelve digits are a personal number, by its check digit. */
function isPersonalNumber(digits: string): boolean {
  if (digits.length !== 12 || ALL_THE_SAME.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= 11; place += 1) sum += Number(digits[11 - place]) * (place <= 6 ? place + 1 : place - 5);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

/** Whether a personal number stands in a text: what the server finds as well (features/chat/src/model/number.rs). */
export function holdsPersonalNumber(text: string): boolean {
  return (text.match(RUN) ?? []).some((run) => {
    const groups = (run.match(DIGITS) ?? []).map(halfWidth);
    return isPersonalNumber(groups.join("")) || groups.some(isPersonalNumber);
  });
}
