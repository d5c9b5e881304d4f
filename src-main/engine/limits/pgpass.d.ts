declare module 'pgpass' {
  /** Looks a password up in the password file; undefined where there is none. */
  export default function pgpass(
    connection: { host: string; port: number; user: string; database: string },
    found: (password: string | undefined) => void,
  ): void;
}
