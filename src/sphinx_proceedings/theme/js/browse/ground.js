const root = new URL("../", import.meta.url);
const number = (count) => count.toLocaleString("en");
