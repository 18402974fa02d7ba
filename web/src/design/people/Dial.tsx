import { telephone } from "../../platform/telephone.ts";

/** A number as it is written, which the telephone of the device dials where it is one: an extension, a mobile. */
export function Dial({ number }: { number: string }) {
  const address = telephone(number);
  return address ? <a href={address}>{number}</a> : <>{number}</>;
}
