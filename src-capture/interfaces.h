/* The network interfaces of this machine, as JSON. */
#ifndef STREAMCHECKER_INTERFACES_H
#define STREAMCHECKER_INTERFACES_H

/* Prints them on stdout. Returns the exit status. */
int interfaces_list(void);

#endif
