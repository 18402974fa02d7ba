/** A `ref` for where the focus belongs once it is on the page. The attribute of that name works only while a page loads. */
export const focused = (element: HTMLElement | null): void => element?.focus();
