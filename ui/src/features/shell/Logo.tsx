/** The mark of Penstock: a pipe that turns down. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0b6e7f" />
      <path d="M6 9h9a7 7 0 0 1 7 7v7" fill="none" stroke="#fff" strokeWidth="4" strokeLinecap="round" />
      <path d="M17 20l5 5 5-5" fill="none" stroke="#fff" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
