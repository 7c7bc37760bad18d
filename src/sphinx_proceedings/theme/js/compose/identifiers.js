// Identifiers with a checksum: ORCID iDs of people and ROR identifiers of institutions.

function orcidProblem(at, value) {
  const match = /^(?:https?:\/\/orcid\.org\/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])$/.exec(value.trim());
  if (!match) return problem(at, "orcid-form", { value });
  const digits = match.slice(1).join("").toUpperCase();
  let total = 0;
  for (const digit of digits.slice(0, 15)) total = (total + Number(digit)) * 2;
  const last = "0123456789X"[(12 - (total % 11)) % 11];
  return digits[15] === last ? undefined : problem(at, "orcid-sum", { value, last: `is ${last}` });
}

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

function rorProblem(at, value) {
  const match = /^(?:(?:https?:\/\/)?ror\.org\/)?(0[a-hj-km-np-tv-z0-9]{6})(\d{2})$/.exec(value.trim().toLowerCase());
  if (!match) return problem(at, "ror-form", { value });
  let number = 0;
  for (const letter of match[1]) number = number * 32 + CROCKFORD.indexOf(letter);
  return 98 - ((number * 100) % 97) === Number(match[2]) ? undefined : problem(at, "ror-sum", { value });
}
