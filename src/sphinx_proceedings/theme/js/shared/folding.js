// Letters that Unicode does not take apart; names.fold in the engine has the same table.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", "’": "'", ʼ: "'", "–": "-", "—": "-", "‐": "-" };

function fold(text) {
  const small = text.toLowerCase();
  if (/^[\x20-\x7e\n]*$/.test(small)) return small;
  return small.replace(/[ßæœøłđðþıħ’ʼ–—‐]/g, (letter) => LETTERS[letter])
    .normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
