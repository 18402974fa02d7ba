import { createContext, useContext } from "react";

const Reach = createContext<-1 | undefined>(undefined);

/** Around a row: -1 keeps what is inside out of the Tab order. */
export const ReachProvider = Reach.Provider;

/**
 * The `tabIndex` of what stands inside a row. Only the row that the arrow keys stand on lets Tab in, or a hundred stops would
 * lie between the composer and everything before it.
 */
export function useReach(): -1 | undefined {
  return useContext(Reach);
}
