/** The view of capture files. */
export const captureFiles = {
  captureFiles: {
    what: 'Open a capture file (pcap or pcapng) to see what its windows held, and how the limits of its time judge them. Your history stays as it is.',
    open: 'Open Capture Files…',
    again: 'Read Again',
    cancelReading: 'Cancel Reading',
    close: 'Close Capture Files',
    cancel: 'Cancel',
    reading: (share: string | null) => (share === null ? 'Reading…' : `Reading: ${share}`),
    done: 'Read to the end',
    cancelled: (share: string | null) =>
      share === null
        ? 'Cancelled: what follows is missing'
        : `Cancelled at ${share}: what follows is missing`,
    windowsOf: (length: string) => `windows of ${length}`,
    only: (what: string) => `only ${what}`,
    from: (networks: string) => `from ${networks}`,
    to: (networks: string) => `to ${networks}`,
    noTraffic: 'No IP packet in what was read.',
    noMatch: 'No packet in what was read passes the filter of the settings.',
    whole: 'All of it',
    breaches: 'Breaches',
    noBreaches: 'No limit was breached.',
    packets: 'Packets',
    ip: 'IP',
  },
};
