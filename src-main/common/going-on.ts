/** What stands behind the page's address where the window was let go before, and goes on where it was. */
export const goingOn = '#going-on';
