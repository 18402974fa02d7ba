//! Numbers in as few bytes as they need.

/// Appends a number, seven bits a byte, the lowest first.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number as u8) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a number that may be negative.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, ((number << 1) ^ (number >> 63)) as u64);
}

/// Reads numbers from bytes that this module wrote.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(super) fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.bytes[self.at];
            self.at += 1;
            assert!(shift < 64, "a number ends");
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    pub(super) fn size(&mut self) -> usize {
        usize::try_from(self.number()).expect("sizes fit the address space")
    }

    /// How many things follow, each of at least a byte: what a damaged number says is never believed.
    pub(super) fn count(&mut self) -> usize {
        let count = self.size();
        assert!(count <= self.bytes.len(), "as many as there is room for");
        count
    }

    pub(super) fn signed(&mut self) -> i64 {
        let raw = self.number();
        ((raw >> 1) as i64) ^ -((raw & 1) as i64)
    }

    pub(super) fn bytes(&mut self, length: usize) -> &'b [u8] {
        let bytes = &self.bytes[self.at..self.at + length];
        self.at += length;
        bytes
    }
}
